"""Pretraining: the game that BERT learned from, and how the learning went."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui import state
from bertplay.ui.controls import choose_model, choose_one
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.pretraining import PARTS
from bertplay.wording import mark, t

WHAT = mark(
    "Nobody taught BERT what words mean. It read, and played one game over and over: some pieces of a text are chosen, most of them are "
    "hidden, and it has to say what stood there. Play it on a text of your own, then see how the bundled models got better at it."
)

st.title(t("Pretraining"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The part that the reader chose."""
    with explain_errors():
        part = choose_one(mark("What to look at"), state.PRETRAINING_PART, PARTS, "game", is_labelled=False)
        if part == "curves":
            from bertplay.ui.parts.pretraining.curves import show_curves

            show_curves()
        elif part == "moments":
            from bertplay.ui.parts.pretraining.moments import show_moments

            show_moments(model)
        elif part == "minute":
            from bertplay.ui.parts.pretraining.minute import show_minute

            show_minute()
        else:
            from bertplay.ui.parts.pretraining.game import show_game

            show_game(model)


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
