"""Recurrence: a layer that reads word after word, against one that compares all words at once."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.recurrence import show_race
from bertplay.ui.runtime import model_at_hand

WHAT = (
    "Before BERT, networks read like a person with a finger on the line: one word, then the next, with a memory that is carried along. "
    "Self-attention has no finger. Each word asks all others at once, and order is told by a vector that is added to each."
)

st.title("Recurrence", anchor=False)
st.markdown(WHAT)


@st.fragment
def lesson(model: str) -> None:
    """The race on this machine."""
    with explain_errors(), model_at_hand(model):
        show_race(model)


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
