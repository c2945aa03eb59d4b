"""Recurrence: a layer that reads word after word, against one that compares all words at once."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui import state
from bertplay.ui.controls import choose_model, choose_one
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.recurrence import PARTS
from bertplay.ui.runtime import model_at_hand
from bertplay.wording import mark, t

WHAT = mark(
    "Before BERT, networks read like a person with a finger on the line: one word, then the next, with a memory that is carried along. "
    "Self-attention has no finger. Each word asks all others at once, and order is told by a vector that is added to each."
)

st.title(t("Recurrence"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The part that the reader chose."""
    with explain_errors():
        part = choose_one(mark("What to look at"), state.RECURRENCE_PART, PARTS, "race", is_labelled=False)
        if part == "memory":
            from bertplay.ui.parts.recurrence.memory import show_memory

            show_memory()
        elif part == "sides":
            from bertplay.ui.parts.recurrence.sides import show_sides

            show_sides(model)
        else:
            from bertplay.ui.parts.recurrence.race import show_race

            with model_at_hand(model):
                show_race(model)


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
