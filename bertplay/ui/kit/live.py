"""Redraws what changes by itself, until it stops changing."""

from collections.abc import Callable

import streamlit as st

from bertplay.ui.feedback import explain_errors

SECONDS_BETWEEN_DRAWS = 1.0


def live(draw: Callable[[], None], is_changing: Callable[[], bool], every: float = SECONDS_BETWEEN_DRAWS) -> None:
    """Draw now; while something is changing, redraw every second without the rest of the page.

    A fragment cannot start or stop its own timer. So when something starts or stops changing, the whole page runs once and
    declares the fragment again: a page with a finished run makes no further requests.
    """
    changes = is_changing()

    def draw_live() -> None:
        with explain_errors():
            draw()
            if is_changing() is not changes:
                st.rerun()

    st.fragment(draw_live, run_every=every if changes else None)()
