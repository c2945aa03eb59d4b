"""Opens every page at every tab, as a server whose models are elsewhere, and says what that took.

    python -m tests.slow.model_service.all_pages    with BERTPLAY_BACKEND=ray in its environment

It prints JSON: the faults of pages, the pages with an answer, the heavy libraries that were imported, the memory of the process in MiB.
"""

import json
import sys
from unittest.mock import patch

import psutil
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

from tests.pages.conftest import ROOT, PagesOfTheApp, takeaways
from tests.pages.pages_of_app import tabs_of_app

HEAVY = ("torch", "transformers", "ray")


def open_all() -> dict[str, object]:
    faults, answered = [], set()
    for name, tab in tabs_of_app():
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        page._page_hash = calc_hash("" if name == "home" else name)
        page.query_params["tab"] = tab
        page.run()
        faults += [f"{name} {tab}: {fault.value}" for fault in page.exception]
        if takeaways(page):
            answered.add(f"{name} {tab}")
    imported = [library for library in HEAVY if library in sys.modules]
    return {"faults": faults, "answered": sorted(answered), "imported": imported, "mib": psutil.Process().memory_info().rss >> 20}


if __name__ == "__main__":
    with patch.object(app_test, "PagesManager", PagesOfTheApp):
        sys.stdout.write(json.dumps(open_all()))
