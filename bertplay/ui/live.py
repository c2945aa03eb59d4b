"""What changes by itself is looked at again and again, until it stands still."""

from collections.abc import Callable

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.runtime import get_runtime

SECONDS = 1.0


def live(draw: Callable[[], None], is_moving: Callable[[], bool], every: float = SECONDS, *, in_turn: bool = False) -> None:
    """Draw now; while something moves, draw again every second, without the rest of the page.

    A fragment cannot start or stop its own timer. So when it sees that something began to move, or that nothing moves
    any more, the whole page runs once, and that run declares the fragment anew: a page with a finished run asks nothing
    of the server.

    in_turn   a whole class waits for this, and its pages are drawn in turn; to be called only while something moves, so
              that what ends while this is drawn is noticed
    """
    moves = in_turn or is_moving()

    def look() -> None:
        with explain_errors():
            draw()
            if is_moving() is moves:
                return
            if in_turn:
                get_runtime().turns.wait()
            st.rerun()

    st.fragment(look, run_every=every if moves else None)()
