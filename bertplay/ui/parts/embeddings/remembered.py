"""The last answer of this browser, so that a step of a slider draws anew and computes nothing. Results, never vectors."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

from bertplay.ui import state
from bertplay.wording import t

R = TypeVar("R")
Watch = Callable[[float], None]
LONG = 200
"""So many sentences take long enough to be told how far it is."""


def remembered(question: Hashable, sentences: int, compute: Callable[[Watch], R]) -> R:
    """The answer to a question: the one at hand when it is the same question, otherwise computed."""
    last = st.session_state.get(state.EMBEDDING_ANSWER)
    if last is not None and last[0] == question:
        return last[1]  # type: ignore[no-any-return]
    place = st.empty()

    text = t("Reading {n:,} sentences …", n=sentences)

    def watch(share: float) -> None:
        place.progress(min(share, 1.0), text=text)

    st.session_state.pop(state.EMBEDDING_ANSWER, None)
    answer = compute(watch if sentences > LONG else lambda share: None)
    place.empty()
    st.session_state[state.EMBEDDING_ANSWER] = (question, answer)
    return answer
