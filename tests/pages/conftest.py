"""A page as a person opens it by a link, without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture
def open_page() -> Open:
    """open_page(text="a [MASK] b", part="sides"): the masked-word page with these names in its link, run once."""

    def open_(**link: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        page.switch_page("pages/masked_word.py")
        page.query_params.update(link)
        return page.run()

    return open_


class PagesOfTheApp(PagesManager):
    """AppTest forgets before every run that app.py has a navigation, and would run a page's file alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **kwargs)


@pytest.fixture
def open_at(monkeypatch: pytest.MonkeyPatch) -> Open:
    """open_at("layers", ask="Why?"): any page inside app.py with these names in its link, run once."""
    monkeypatch.setattr(app_test, "PagesManager", PagesOfTheApp)

    def open_(name: str, **link: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        page._page_hash = calc_hash("" if name == "ten_questions" else name)
        page.query_params.update(link)
        page.run()
        page._page_hash = ""  # from now on it stays where it is, or goes where `st.switch_page` sends it
        return page

    return open_


def written_as_markup(page: AppTest) -> str:
    """All text of a page that a browser reads as markdown: prose, captions, notes, cells of tables, and what stands at every widget."""
    kinds = (
        page.markdown,
        page.caption,
        page.title,
        page.header,
        page.subheader,
        page.info,
        page.warning,
        page.error,
        page.success,
        page.toast,
        page.metric,
    )
    bodies = [element.value for kind in kinds for element in kind]
    cells = [cell for table in page.table for cell in (*table.value.columns, *table.value.index, *table.value.to_numpy().ravel())]
    progress = [element.proto.text for element in page.progress]
    return "\n".join(map(str, (*bodies, *cells, *progress, *texts_of_widgets(page))))


def texts_of_widgets(page: AppTest) -> Iterator[str]:
    """Labels, helps, and those options that are buttons: a select box shows its own as plain text."""
    asking = (page.text_input, page.text_area, page.number_input, page.selectbox, page.multiselect, page.slider, page.toggle)
    pressed = (page.button, page.button_group, page.download_button, page.file_uploader, page.page_link, page.expander, page.tabs)
    for element in (element for kind in (*asking, *pressed) for element in kind):
        yield element.label
        yield getattr(element.proto, "help", "")
    for group in page.button_group:
        yield from group.options
