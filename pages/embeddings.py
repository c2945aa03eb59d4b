"""Embeddings: where BERT puts meanings. One word in many sentences, whole sentences, and words without any."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.embeddings.ask import choose_part
from bertplay.ui.runtime import model_at_hand
from bertplay.wording import mark, t

WHAT = mark(
    "Inside BERT a word is a list of numbers, a vector. It starts as the same vector in every sentence, and each layer changes it by what "
    "stands around it. Follow one word through many sentences and see where its meanings part."
)

st.title(t("Where BERT puts meanings"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The part that the reader chose."""
    with explain_errors():
        part = choose_part()
        with model_at_hand(model):
            from bertplay.ui.parts.embeddings.show import SHOW

            SHOW[part](model)


with explain_errors():
    lesson(choose_model(Ability.EMBEDDING))
