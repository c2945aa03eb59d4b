"""The last messages of a run reach the browser, however soon a fragment is to run again.

Streamlit 1.67 draws in a thread, and takes over in the event loop what was drawn, message after message. When a fragment is
to run after this thread has ended and before its messages were taken over, a new thread begins, and what the old one still
had to say is ignored. Where a class looks every second or two and the event loop is as much behind, that is no rarity: a
pupil's page stayed half drawn, or a teacher's click seemed to do nothing. So the new thread waits for the last message.
"""

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData

SECONDS_BETWEEN_LOOKS = 0.01

begin = AppSession._create_scriptrunner


def wait_for_last_messages() -> None:
    """From now on, in every session of this process."""
    AppSession._create_scriptrunner = begin_in_turn  # type: ignore[assignment]


def begin_in_turn(session: AppSession, wanted: RerunData) -> None:
    """Begin a thread for this run; later, as long as a thread before it is not done with."""
    if session._scriptrunner is None:
        begin(session, wanted)
    else:
        session._event_loop.call_later(SECONDS_BETWEEN_LOOKS, look_again, session, wanted)


def look_again(session: AppSession, wanted: RerunData) -> None:
    """Run it now, in a thread that meanwhile came or in a new one; not in a session that ended, nor what is no longer on the page."""
    if session._state == AppSessionState.SHUTDOWN_REQUESTED or (wanted.fragment_id and not session.has_fragment(wanted.fragment_id)):
        return
    if session._scriptrunner is None or not session._scriptrunner.request_rerun(wanted):
        begin_in_turn(session, wanted)
