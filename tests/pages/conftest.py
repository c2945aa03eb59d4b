"""A page as a person opens it by a link, without a browser."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

from bertplay.classroom.store import ClassroomStore
from bertplay.permissions import Visitor
from bertplay.runs.service import RunService
from bertplay.settings import get_settings
from bertplay.ui import browser
from bertplay.ui.runtime import Runtime

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True, scope="session")
def quick_pages() -> Iterator[None]:
    """Only the short sentences of the training text are indexed, and AppTest scans all packages for components once, not in every run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bertplay.training_text.index.PARTS", ("sentences",))
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def open_page() -> Open:
    """open_page(text="a [MASK] b", tab="surprisal"): the masked-word page with these names in its link, run once."""

    def open_(**link: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        page.switch_page("pages/masked_word.py")
        page.query_params.update(link)
        return page.run()

    return open_


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunService]:
    """The runs of the pages, on a store of this test, without a scheduler."""
    monkeypatch.setenv("BERTPLAY_RUNS_DIR", str(tmp_path / "runs"))
    get_settings.cache_clear()
    service = RunService(get_settings())
    monkeypatch.setattr(Runtime, "service", lambda self: service)
    yield service
    service.store.close()
    get_settings.cache_clear()


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """visitor("b1"): from now on pages are opened by this browser, on a server that others can reach."""

    def visit(browser_id: str) -> None:
        monkeypatch.setattr(browser, "visitor_of", lambda *_: Visitor(browser_id, is_administrator=False))

    return visit


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
        page._page_hash = calc_hash("" if name == "home" else name)
        page.query_params.update(link)
        page.run()
        page._page_hash = ""  # from now on it stays where it is, or goes where `st.switch_page` sends it
        return page

    return open_


def written_as_markup(page: AppTest) -> str:
    """All text of a page that a browser reads as markdown: prose, captions, notes, cells of tables, and the texts of every widget."""
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


def takeaways(page: AppTest) -> list[str]:
    """The captions above figures."""
    return [json.loads(element.proto.json)["text"] for element in page.get("bidi_component") if "takeaway" in element.proto.component_name]


def takeaway(page: AppTest) -> str:
    """The first caption above a figure; "" where there is none."""
    return next(iter(takeaways(page)), "")


def pressed(page: AppTest, label: str) -> AppTest:
    """The page after its button whose label begins so was pressed."""
    return next(button for button in page.button if button.label.startswith(label)).click().run()


def page_text(page: AppTest) -> str:
    """All plain text of the page, and the captions above figures."""
    return "\n".join([*(element.value for element in page.text), *takeaways(page)])


def link_of(page: AppTest) -> dict[str, str]:
    """The names and values in the address."""
    return {name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()}


MARKUP = ("<img", "![](", "$x$", ":red[", "onerror", "{0!r}")
"""What is written as markup in ANY_TEXT."""
ANY_TEXT = {
    "empty": "",
    "one character": "a",
    "10,000 words": "word " * 10_000 + "[MASK]",
    "only masks": "[MASK] " * 300,
    "emoji": "👩‍👩‍👧‍👦 likes 🍕 and [MASK] 🇫🇷",
    "combining marks": "e\u0301\u0302\u0303\u0304 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a [MASK]",
    "right to left": "עיר הבירה של צרפת היא [MASK] \u202egnp.exe",
    "NUL": "a\0b. [MASK] \0",
    "a long word": "a" * 99_000 + " [MASK]",
    "only signs": "... !!! ???",
    "special tokens": "[CLS] [MASK] <mask> [SEP][PAD]",
    "an image tag": "<img src=x onerror=alert(1)>. [MASK]",
    "a markdown image": "![](http://x). [MASK]",
    "mathematics": "$x$ [MASK] $$y$$",
    "a colour": ":red[x] [MASK] :material/home:",
    "braces and quotes": '{0!r} \'""" \\ [MASK] {text}. {x}.',
}
"""Whatever a person may type."""


def assert_answered(page: AppTest, name: str) -> None:
    """An answer or a sentence that says what is missing; no bug in bertplay, and nothing in the text is markup."""
    assert not page.exception, name
    assert takeaways(page) or page.info or page_text(page), name
    assert "Something went wrong" not in page_text(page), name
    written = written_as_markup(page)
    assert not [markup for markup in MARKUP if markup in written], name


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Open:
    """visit("masked_word", "7k2mqx9r", key=key): a browser that opens this page by a link into a class, with app.py around it."""
    monkeypatch.setattr(app_test, "PagesManager", PagesOfTheApp)

    def open_(page: str, code: str = "", **link: str) -> AppTest:
        tab = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if page != "home":
            tab.switch_page(f"pages/{page}.py")
        tab.query_params.update({"class": code} | link if code else link)
        return tab.run()

    return open_


@pytest.fixture
def store() -> ClassroomStore:
    return ClassroomStore(get_settings())
