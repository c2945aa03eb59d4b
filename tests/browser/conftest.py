"""One server and one Chromium for all browser tests; skipped where there is no Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from benchmarks.serving import ROOT, Server, chromium, streamlit_server
from tests.browser.rest import follow
from tests.waiting import SECONDS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

MILLISECONDS = 1_000 * SECONDS

expect.set_options(timeout=MILLISECONDS)  # the first page waits for torch, on a busy machine too


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One for all modules: each start would import torch and load the model again."""
    with streamlit_server(ROOT / "app.py", environment={"BERTPLAY_HUB": "off", "BERTPLAY_WARM_WORKER": "1"}) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed after the last browser test: while Playwright's event loop runs, no other test can run one of its own."""
    with chromium("--disable-gpu") as running:  # there is none; imitating one takes a third longer
        yield running


PAUSED = "undefined"
"""With which plotly rejects the promise of an animation that the reader pauses."""


def is_trouble(message: ConsoleMessage) -> bool:
    """An error on the console."""
    return message.type == "error"


@contextmanager
def fresh_profile(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: its own cookies, storage and files, like another person's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 1100}, accept_downloads=True)
    context.set_default_timeout(MILLISECONDS)
    yield context
    context.close()


@contextmanager
def watched_tab(context: BrowserContext, server: Server) -> Iterator[Page]:
    """An empty tab. In the end: no error on the console, no dialog, nothing asked of another machine."""
    tab = context.new_page()
    follow(tab)
    trouble: list[str] = []
    tab.on("console", lambda message: trouble.append(message.text) if is_trouble(message) else None)
    tab.on("pageerror", lambda error: None if str(error) == PAUSED else trouble.append(str(error)))
    tab.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: None if request.url.startswith((server.url, "data:", "blob:")) else trouble.append(request.url))
    yield tab
    tab.close()
    assert trouble == []


@pytest.fixture(scope="package")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests: it keeps the scripts of the app, whose fetching and compiling is a third of opening a page."""
    with fresh_profile(browser) as context:
        yield context


@pytest.fixture
def page(profile: BrowserContext, server: Server) -> Iterator[Page]:
    """A tab of a browser that remembers nothing of the tests before."""
    profile.clear_cookies()
    with watched_tab(profile, server) as tab:
        forget(tab, server)
        yield tab


def forget(tab: Page, server: Server) -> None:
    """Delete what the pages of this server have stored, but keep the cache of its files."""
    session = tab.context.new_cdp_session(tab)
    session.send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "local_storage,indexeddb,service_workers"})
    session.detach()
