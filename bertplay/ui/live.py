"""What changes by itself is looked at again and again, until it stands still."""

from collections.abc import Callable

import streamlit as st

from bertplay.ui.feedback import explain_errors

SECONDS = 1.0


def live(draw: Callable[[], None], is_moving: Callable[[], bool], every: float = SECONDS) -> None:
    """Draw now; while something moves, draw again every second, without the rest of the page.

    A fragment cannot start or stop its own timer. So when it sees that something began to move, or that nothing moves
    any more, the whole page runs once, and that run declares the fragment anew: a page with a finished run asks nothing
    of the server.
    """
    moves = is_moving()

    def look() -> None:
        with explain_errors():
            draw()
            if is_moving() is not moves:
                st.rerun()

    st.fragment(look, run_every=every if moves else None)()
