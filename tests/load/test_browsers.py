"""A class opens a page at the same moment: everyone is served, and no page shows an exception."""

import asyncio
from collections.abc import Iterator

import pytest

from benchmarks.browsers import open_together
from benchmarks.serving import ROOT, Server, streamlit_server

CLIENTS = 30


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with streamlit_server(ROOT / "app.py") as running:
        yield running


@pytest.mark.parametrize(
    ("page", "query", "element"),
    [
        ("", "", "vega_lite_chart"),
        ("ten_questions", "", "plotly_chart"),
        ("masked_word", "text=She%20opened%20the%20%5BMASK%5D.", "vega_lite_chart"),
        ("models", "", "button"),
    ],
)
def test_thirty_browsers_at_once_are_all_served(server: Server, page: str, query: str, element: str) -> None:
    """The server is cold for the first thirty: the model is loaded while they wait."""
    visits, failures, _ = asyncio.run(open_together(server, CLIENTS, page, query))
    assert failures == []
    assert [visit.raised for visit in visits] == [()] * CLIENTS
    assert [visit for visit in visits if not any(element in kind for kind in visit.shown)] == []
