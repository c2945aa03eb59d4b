"""A link straight to a page opens it in the app, also for the first browser of a fresh server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import ROOT, Server, streamlit_server


@pytest.fixture(params=["on", "off"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A fresh server on which nothing has been opened, with and without Streamlit's private names."""
    environment = {"BERTPLAY_HUB": "off", "BERTPLAY_STREAMLIT_INTERNALS": request.param}
    with streamlit_server(ROOT / "app.py", environment=environment) as running:
        yield running


def test_the_first_browser_of_a_server_may_come_by_a_link(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/models")
    expect(page.get_by_role("heading", name="Models")).to_be_visible()
    navigation = page.get_by_test_id("stSidebarNav")
    expect(navigation.get_by_text("Masked word")).to_be_visible()
    expect(navigation.get_by_text("app", exact=True)).to_have_count(0)
