"""Guess first, then reveal: the reader's answer and the model's. The score lives in the session alone."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from bertplay.ui import state
from bertplay.ui.parts.next_sentence.asked import Asked

SWITCH = {"pair": state.GUESS_FIRST, "rank": state.PICK_FIRST, "bench": state.GUESS_FIRST}
"""The switch of each part that asks the reader first."""


@dataclass(frozen=True, slots=True)
class Score:
    """Rounds of which the right answer is known, and how many of them each had right."""

    rounds: int = 0
    reader: int = 0
    model: int = 0

    def after(self, *, reader: bool, model: bool) -> "Score":
        return Score(self.rounds + 1, self.reader + reader, self.model + model)


def is_on(asked: Asked) -> bool:
    """Whether the reader answers first in this part."""
    return asked.part in SWITCH and bool(st.session_state.get(SWITCH[asked.part]))


def is_waiting(asked: Asked) -> bool:
    """Whether the reader's answer is still to come."""
    done = st.session_state.get(state.NEXT_ROUND)
    return is_on(asked) and (done is None or done[0] != asked)


def take_answer(asked: Asked, answer: Any) -> None:
    """Keep the reader's answer; the round is scored when the model's is there."""
    st.session_state[state.NEXT_ROUND] = (asked, answer, False)


def answer_to(asked: Asked) -> Any:
    """What the reader answered, or None."""
    done = st.session_state.get(state.NEXT_ROUND)
    return done[1] if is_on(asked) and done is not None and done[0] == asked else None


def count(asked: Asked, *, reader: bool, model: bool) -> None:
    """Score a round, once, and say how it stands."""
    score = st.session_state.get(state.NEXT_SCORE, Score())
    round_, answer, is_scored = st.session_state[state.NEXT_ROUND]
    if not is_scored:
        score = score.after(reader=reader, model=model)
        st.session_state[state.NEXT_SCORE] = score
        st.session_state[state.NEXT_ROUND] = (round_, answer, True)
    st.text(f"So far: you {score.reader} of {score.rounds}, the model {score.model} of {score.rounds}.")
