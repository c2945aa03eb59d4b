"""What changes by itself is looked at again and again, until it stands still."""

from collections.abc import Callable

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.fragments import rerun_fragment
from bertplay.ui.runtime import get_runtime

SECONDS = 1.0


def live(draw: Callable[[], None], is_moving: Callable[[], bool], every: float = SECONDS, around: str = "") -> None:
    """Draw now; while something moves, draw again every second, without the rest of the page.

    A fragment cannot start or stop its own timer. So when it sees that something began to move, or that nothing moves
    any more, the whole page runs once, and that run declares the fragment anew: a page with a finished run asks nothing
    of the server.

    around   the fragment that does so instead of the page (see `this_fragment`): for what a whole class waits for, in turn;
             drawn only while something moves, so that what ends while this is drawn is noticed
    """
    moves = bool(around) or is_moving()

    def look() -> None:
        with explain_errors():
            draw()
            if is_moving() is moves:
                return
            if around:
                get_runtime().turns.wait()
                rerun_fragment(around)
            st.rerun()

    st.fragment(look, run_every=every if moves else None)()
