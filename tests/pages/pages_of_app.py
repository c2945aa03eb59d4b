"""The pages of the app and their tabs, without drawing any."""

import runpy
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bertplay.ui.kit.page import Page

FOLDER = Path(__file__).resolve().parents[2] / "pages"


@cache
def kit_pages() -> tuple[Page, ...]:
    """Every page that is built from the kit, in the order of their files."""
    found: list[Page] = []
    with patch.object(Page, "draw", lambda page: found.append(page)):  # noqa: PLW0108 - a function is bound to its page
        for file in sorted(FOLDER.glob("*.py")):
            if "ui.kit.page" in file.read_text("utf-8"):
                runpy.run_path(str(file))
    return tuple(found)


def tabs_of_app() -> list[tuple[str, str]]:
    """(page, tab), by their names; those that are there whatever happened before."""
    return [(page.name, tab.name) for page in kit_pages() for tab in page.tabs if tab.offered is None]
