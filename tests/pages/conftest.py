"""A page as a person opens it by a link, without a browser."""

from collections.abc import Callable
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
    """All text of a page that a browser reads as markdown: prose, captions, notes, and labels of every widget."""
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
        page.metric,
    )
    bodies = [element.value for kind in kinds for element in kind]
    widgets = (page.text_input, page.toggle, page.slider, page.selectbox, page.button, page.number_input, page.button_group, page.expander)
    labels = [element.label for kind in widgets for element in kind]
    return "\n".join([*map(str, bodies), *labels])
