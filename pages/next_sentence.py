"""Next sentence: does a second sentence continue the first?"""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.next_sentence.ask import ask, choose_part
from bertplay.ui.runtime import model_at_hand
from bertplay.wording import mark, t

WHAT = mark(
    "BERT's second task in training: it was shown two texts and had to tell whether the second one really followed the first, or came from "
    "another document. Half of the pairs were true. Try it on sentences of your own, and find out what it has learned from that: the "
    "order of sentences, or only their subject?"
)

st.title(t("Is it the next sentence?"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """What is typed, and the part of the lesson that the reader chose."""
    with explain_errors():
        asked = ask(model, choose_part())
        if asked.lack:
            st.info(asked.lack, icon=":material/edit:")
            return
        with model_at_hand(model):
            from bertplay.ui.parts.next_sentence.show import SHOW

            SHOW[asked.part](asked)


with explain_errors():
    lesson(choose_model(Ability.NEXT_SENTENCE))
