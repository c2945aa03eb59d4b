"""The server draws a part of a tab's page anew: with what that tab asked last, beside no other run, a few tabs at a time."""

import asyncio
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from bertplay.ui import redraw
from bertplay.ui.redraw import Part, Redrawing, draw_again, this_part

SECONDS = 0.02


class Session(AppSession):
    """A session of which only the part in question is there: a run lasts a moment."""

    def __init__(self, running: list["Session"]) -> None:
        self._event_loop = asyncio.get_running_loop()
        self._scriptrunner: Any = None
        self._client_state = ClientState(query_string="text=soup", page_script_hash="abc")
        self.asked: list[ClientState] = []
        self.running, self.most = running, 0

    def __del__(self) -> None:
        """There is nothing to shut down."""

    def has_fragment(self, fragment_id: str) -> bool:
        return fragment_id == "look"

    def request_rerun(self, client_state: ClientState | None) -> None:
        assert client_state is not None
        self.asked.append(client_state)
        self.begin()

    def begin(self) -> None:
        self._scriptrunner = object()
        self.running.append(self)
        self.most = len(self.running)
        self._event_loop.call_later(SECONDS, self.end)

    def end(self) -> None:
        self.running.remove(self)
        self._scriptrunner = None


@pytest.fixture
def tabs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Session]:
    open_tabs: dict[str, Session] = {}
    monkeypatch.setattr(redraw, "session_of", lambda part: open_tabs.get(part.session))
    return open_tabs


def test_a_tab_is_asked_with_what_it_asked_last(tabs: dict[str, Session]) -> None:
    async def run() -> None:
        session = tabs["a"] = Session([])
        await draw_again(Part("a", "look"))
        await draw_again(Part("a"))
        assert session._scriptrunner is None
        assert [(s.fragment_id, s.query_string, s.page_script_hash, s.is_auto_rerun) for s in session.asked] == [
            ("look", "text=soup", "abc", True),
            ("", "text=soup", "abc", True),
        ]
        assert session._client_state.fragment_id == ""

    asyncio.run(run())


def test_what_is_gone_is_not_drawn(tabs: dict[str, Session]) -> None:
    async def run() -> None:
        session = tabs["a"] = Session([])
        await draw_again(Part("a", "of a page that was left"))
        await draw_again(Part("a closed tab", "look"))
        assert session.asked == []

    asyncio.run(run())


def test_a_run_that_the_reader_began_is_waited_for(tabs: dict[str, Session], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        session = tabs["a"] = Session([])
        session.begin()
        await draw_again(Part("a", "look"))
        assert len(session.asked) == 1
        assert session.most == 1
        session._scriptrunner = object()  # one that waits for a model, say
        monkeypatch.setattr(redraw, "SECONDS_FOR_A_PAGE", SECONDS)
        await draw_again(Part("a", "look"))
        assert len(session.asked) == 1

    asyncio.run(run())


def test_all_are_drawn_and_few_at_a_time(tabs: dict[str, Session]) -> None:
    async def run() -> None:
        running: list[Session] = []
        tabs.update({str(i): Session(running) for i in range(7)})
        redrawing = Redrawing()
        redrawing.draw([Part(name, "look") for name in tabs])
        redrawing.draw([Part("0", "look"), Part("a closed tab")])
        redrawing.draw([Part("a closed tab")])
        await asyncio.sleep(10 * SECONDS)
        assert [len(session.asked) for session in tabs.values()] == [2, 1, 1, 1, 1, 1, 1]
        assert max(session.most for session in tabs.values()) == redraw.AT_ONCE

    asyncio.run(run())


def test_outside_of_a_browser_there_is_no_part() -> None:
    assert this_part() is None


def test_streamlit_still_has_what_this_needs() -> None:
    """Another version may do it by itself, or differently: then redraw.py is to be looked at anew; see also tests/load/test_room.py."""
    for owner, name in ((AppSession, "has_fragment"), (AppSession, "request_rerun"), (Runtime, "get_app_session")):
        assert callable(getattr(owner, name))
    for name in ("_client_state", "_scriptrunner", "_event_loop"):
        assert name in AppSession.__init__.__code__.co_names
    ThreadState.initialize(fragment_id="look")
    assert ThreadState.get().fragment_id == "look"
    assert {"fragment_id", "is_auto_rerun"} <= set(ClientState.DESCRIPTOR.fields_by_name)
