"""What changes by itself is looked at again and again, until it stands still."""

from collections.abc import Callable

import streamlit as st

SECONDS = 1.0


def live(draw: Callable[[], None], is_moving: Callable[[], bool], every: float = SECONDS) -> None:
    """Draw now; while something moves, draw again every second, without the rest of the page.

    A fragment cannot stop its own timer. So when it sees that nothing moves any more, the whole page runs once more,
    and that run declares the fragment without a timer: a page with a finished run asks nothing of the server.
    """
    if not is_moving():
        st.fragment(draw)()
        return

    def look() -> None:
        draw()
        if not is_moving():
            st.rerun()

    st.fragment(look, run_every=every)()
