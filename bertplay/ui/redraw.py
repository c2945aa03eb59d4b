"""The server draws a part of a page anew without being asked by the browser, and one page after the other.

Streamlit 1.67 draws when a browser asks. So that a class need not ask all the time whether anything changed, the server asks
in a browser's place, with what that browser asked last. All that is private to Streamlit and needed for it is in this file.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

AT_ONCE = 2
"""So many pages are drawn at the same time: one, while the messages of another go out."""
SECONDS_BETWEEN_LOOKS = 0.005
SECONDS_FOR_A_PAGE = 10.0
"""Whatever takes longer waits for a model, and the next is drawn meanwhile."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page in one tab: the fragment, or "" for the whole page."""

    session: str
    fragment: str = ""


def this_part() -> Part | None:
    """What is being drawn now: the innermost fragment; None where no browser is behind it, as in a test."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or session_of(Part(context.session_id)) is None:
        return None
    return Part(context.session_id, ThreadState.get().fragment_id or "")


def session_of(part: Part) -> AppSession | None:
    """The session of a tab that is open now."""
    session = runtime.get_instance().get_app_session(part.session) if runtime.exists() else None
    return session if isinstance(session, AppSession) else None


class Redrawing:
    """Draws parts of many pages anew, a few at the same time, in the order in which they were given."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(AT_ONCE)

    def draw(self, parts: Sequence[Part]) -> None:
        """Begin to draw them; from any thread. Tabs that are closed are left out."""
        sessions = [session for session in map(session_of, parts) if session is not None]
        if sessions:
            asyncio.run_coroutine_threadsafe(self._draw_all(parts), sessions[0]._event_loop)

    async def _draw_all(self, parts: Sequence[Part]) -> None:
        await asyncio.gather(*map(self._draw_in_turn, parts))

    async def _draw_in_turn(self, part: Part) -> None:
        async with self._gate:
            await draw_again(part)


async def draw_again(part: Part) -> None:
    """Draw a part anew; to be awaited in the event loop of the server. Ends when it is drawn.

    Not beside another run of the same tab: a reader who goes to another page at this moment would be brought back.
    """
    session = session_of(part)
    if session is None or not await is_idle(session) or (part.fragment and not session.has_fragment(part.fragment)):
        return
    wanted = ClientState()
    wanted.CopyFrom(session._client_state)
    wanted.fragment_id, wanted.is_auto_rerun = part.fragment, True
    session.request_rerun(wanted)
    await is_idle(session)


async def is_idle(session: AppSession) -> bool:
    """Wait until a session draws nothing and has said all; False when that takes too long."""
    end = asyncio.get_running_loop().time() + SECONDS_FOR_A_PAGE
    while session._scriptrunner is not None:
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    return True
