"""What a pupil sees while the teacher has the word: drawn anew when the teacher asks or reveals, and seldom by itself."""

from collections.abc import Callable

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.redraw import Part, this_part
from bertplay.ui.room.visit import Visit
from bertplay.ui.room.waiting import Waiter
from bertplay.ui.runtime import get_rooms, get_runtime


def draw_and_wait(visit: Visit, step: str, draw: Callable[[], None], page: Part | None) -> None:
    """Draw, again when the teacher asks another question, and `page` when the answer to this one is revealed.

    The server tells (see waiting.py). The timer is for what it may miss: a browser that was away for a moment.
    """

    def look() -> None:
        with explain_errors():
            standing, part = get_rooms().standing(visit.room), this_part()
            draw()
            if part is not None and page is not None:
                get_runtime().waiting().wait(Waiter(visit.room, step, standing.asked, part, page))
            elif get_rooms().is_revealed(visit.room, step):
                st.rerun()

    st.fragment(look, run_every=get_runtime().waiting().seconds(visit.room))()
