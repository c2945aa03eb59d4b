"""Pretraining: the game that BERT learned from, and how the learning went."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui import state
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.pretraining import PARTS

WHAT = (
    "Nobody taught BERT what words mean. It read, and played one game over and over: some pieces of a text are chosen, most of them are "
    "hidden, and it has to say what stood there. Play it on a text of your own, then see how the bundled models got better at it."
)

st.title("Pretraining", anchor=False)
st.markdown(WHAT)


@st.fragment
def lesson(model: str) -> None:
    """The part that the reader chose."""
    with explain_errors():
        part = choose_part()
        if part == "curves":
            from bertplay.ui.parts.pretraining.curves import show_curves

            show_curves()
        else:
            from bertplay.ui.parts.pretraining.game import show_game

            show_game(model)


def choose_part() -> str:
    """Which part runs; its name is in the link."""
    if st.session_state.get(state.PRETRAINING_PART) not in PARTS:
        link = st.query_params.get(state.PRETRAINING_PART, "")
        st.session_state[state.PRETRAINING_PART] = link if link in PARTS else "game"
    part = st.segmented_control(
        "What to look at",
        list(PARTS),
        key=state.PRETRAINING_PART,
        format_func=PARTS.__getitem__,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    state.publish(state.PRETRAINING_PART, part or "game", "game")
    return part or "game"


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
