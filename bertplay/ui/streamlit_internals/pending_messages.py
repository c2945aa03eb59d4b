"""The last messages of a run reach the browser, however soon a fragment is to run again.

Streamlit 1.67 draws in a thread, and its event loop takes over what was drawn, message after message. When a fragment is to run
after this thread has ended and before its messages were taken over, a new thread is made, and what the old one still had to say
is ignored. Where a class redraws every second or two and the event loop is as much behind, that is no rarity: a page
stayed half drawn, or a teacher's click seemed to do nothing. So the new thread waits for the last message of the old one.
"""

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData

SECONDS_BETWEEN_CHECKS = 0.01

make_thread = AppSession._create_scriptrunner
"""Streamlit's own."""


def install() -> None:
    """From now on, in every session of this process."""
    AppSession._create_scriptrunner = make_thread_in_turn  # type: ignore[assignment]


def make_thread_in_turn(session: AppSession, rerun: RerunData) -> None:
    """Make a thread for this run; later, while messages of the thread before it are pending."""
    if session._scriptrunner is None:
        make_thread(session, rerun)
    else:
        session._event_loop.call_later(SECONDS_BETWEEN_CHECKS, try_again, session, rerun)


def try_again(session: AppSession, rerun: RerunData) -> None:
    """Run it now, in a thread that meanwhile came or in a new one; not in a session that ended, nor a fragment that left the page."""
    if session._state == AppSessionState.SHUTDOWN_REQUESTED or (rerun.fragment_id and not session.has_fragment(rerun.fragment_id)):
        return
    if session._scriptrunner is None or not session._scriptrunner.request_rerun(rerun):
        make_thread_in_turn(session, rerun)
