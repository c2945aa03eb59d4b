"""When a fragment is run after its thread has ended, it waits until the session has sent what that thread drew."""

import asyncio
from typing import Any

import pytest
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

from bertplay.ui.streamlit_internals import pending_messages

LOOK = RerunData(fragment_id="look", is_auto_rerun=True)


class Session(AppSession):
    """A session of which only the part in question is there: it begins threads, and takes over what they draw."""

    def __init__(self) -> None:
        self._event_loop = asyncio.get_running_loop()
        self._state = AppSessionState.APP_NOT_RUNNING
        self._scriptrunner: Any = None
        self.fragments = {"look"}
        self.begun: list[RerunData] = []

    def __del__(self) -> None:
        """There is nothing to shut down."""

    def has_fragment(self, fragment_id: str) -> bool:
        return fragment_id in self.fragments


def ended_thread() -> ScriptRequests:
    """What a thread becomes that has nothing left to do, and takes no request any more."""
    thread = ScriptRequests()
    thread.on_scriptrunner_ready()
    assert not thread.request_rerun(LOOK)
    return thread


@pytest.fixture(autouse=True)
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_messages, "make_thread", lambda session, wanted: session.begun.append(wanted))
    monkeypatch.setattr(AppSession, "_create_scriptrunner", AppSession._create_scriptrunner)  # and put back what was
    pending_messages.install()


async def soon(session: Session) -> list[RerunData]:
    await asyncio.sleep(5 * pending_messages.SECONDS_BETWEEN_CHECKS)
    return session.begun


def test_a_thread_begins_at_once_when_there_is_none() -> None:
    async def run() -> None:
        session = Session()
        session._create_scriptrunner(LOOK)
        assert session.begun == [LOOK]

    asyncio.run(run())


def test_a_thread_begins_when_the_last_message_of_the_one_before_has_come() -> None:
    async def run() -> None:
        session = Session()
        session._scriptrunner = ended_thread()
        session._create_scriptrunner(LOOK)
        assert await soon(session) == []
        session._scriptrunner = None  # as Streamlit does with the last message
        while not session.begun:
            await asyncio.sleep(pending_messages.SECONDS_BETWEEN_CHECKS)
        assert session.begun == [LOOK]

    asyncio.run(run())


def test_a_thread_that_came_meanwhile_takes_it_over() -> None:
    async def run() -> None:
        session = Session()
        session._scriptrunner = ended_thread()
        session._create_scriptrunner(LOOK)
        thread = session._scriptrunner = ScriptRequests()
        while thread._state is ScriptRequestType.CONTINUE:
            await asyncio.sleep(pending_messages.SECONDS_BETWEEN_CHECKS)
        assert session.begun == []
        assert thread.on_scriptrunner_ready().rerun_data.fragment_id_queue == ["look"]

    asyncio.run(run())


@pytest.mark.parametrize("is_over", [True, False])
def test_nothing_runs_in_a_session_that_ended_or_for_what_is_gone(is_over: bool) -> None:
    async def run() -> None:
        session = Session()
        session._scriptrunner = ended_thread()
        session._create_scriptrunner(LOOK)
        session._scriptrunner = None
        if is_over:
            session._state = AppSessionState.SHUTDOWN_REQUESTED
        else:
            session.fragments.clear()
        assert await soon(session) == []

    asyncio.run(run())
