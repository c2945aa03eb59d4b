"""Home: ten questions about BERT, each answered by an experiment."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.ten_questions.card import choose_question, show_card
from bertplay.ui.parts.ten_questions.tutorials import show_tutorials
from bertplay.wording import mark, t

WHAT = mark("Learn BERT by running it: ten questions, each answered by an experiment on words of your own.")

st.title(t("Ten questions about BERT"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The questions, and the card of the one that was chosen."""
    with explain_errors():
        show_card(model, choose_question())


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
show_tutorials()
