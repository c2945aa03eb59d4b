"""Every page opens without Streamlit's private names."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.settings import get_settings
from bertplay.ui import streamlit_internals
from tests.pages.conftest import ROOT, Open

PAGES = sorted(file.stem for file in (ROOT / "pages").glob("*.py"))
PRIVATE = {file.stem for file in Path(streamlit_internals.__file__).parent.glob("*.py")} - {"__init__"}


@pytest.fixture(autouse=True)
def switched_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The private names are switched off, and importing a private module fails."""
    monkeypatch.setenv("BERTPLAY_STREAMLIT_INTERNALS", "off")
    for name in PRIVATE:
        monkeypatch.delattr(streamlit_internals, name, raising=False)
        monkeypatch.setitem(sys.modules, f"{streamlit_internals.__name__}.{name}", None)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens(open_at: Open, name: str) -> None:
    page = open_at(name)
    assert not page.exception
    assert page.title
    assert "Something went wrong" not in "".join(text.value for text in page.text)
