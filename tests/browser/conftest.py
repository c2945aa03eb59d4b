"""One server and one Chromium for all browser tests; skipped where there is no Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from benchmarks.serving import ROOT, Server, chromium, streamlit_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

expect.set_options(timeout=60_000)  # the first page waits for torch, on a busy machine too


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One for all modules: each start would import torch and load the model again."""
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_OFFLINE": "1", "BERTPLAY_READY_WORKER": "1"}) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: while Playwright's event loop runs, no other test can run one of its own."""
    with chromium() as running:
        yield running


def is_trouble(message: ConsoleMessage) -> bool:
    """An error on the console, other than Streamlit's own search for its server: below the page first, then above it."""
    return message.type == "error" and "/_stcore/" not in message.location["url"]


@contextmanager
def fresh_tab(browser: Browser, server: Server) -> Iterator[Page]:
    """An empty tab of a fresh profile. In the end: no error on the console, no dialog, nothing asked of another machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 1100}, accept_downloads=True)
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    trouble: list[str] = []
    tab.on("console", lambda message: trouble.append(message.text) if is_trouble(message) else None)
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: None if request.url.startswith((server.url, "data:", "blob:")) else trouble.append(request.url))
    yield tab
    context.close()
    assert trouble == []


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """One such tab."""
    with fresh_tab(browser, server) as tab:
        yield tab
