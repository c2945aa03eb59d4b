"""WordPiece: how a text becomes pieces, why, and where the pieces come from."""

from importlib import import_module

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.wordpiece.inputs import choose_part, tokenizer_at_hand
from bertplay.wording import english, mark, t

WHAT = mark(
    "BERT does not read words. It reads pieces: a frequent word is one piece, a rare one is cut into several, so that a vocabulary of "
    "12,000 or 30,000 pieces writes nearly everything. Which pieces there are was learned from text; how a word is cut is a plain search."
)

st.title(t("Words into pieces"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The part of the lesson that the reader chose."""
    with explain_errors():
        part = choose_part()
        tokenizer = tokenizer_at_hand(model)
        import_module(english(f"bertplay.ui.parts.wordpiece.{part}")).show(tokenizer)


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
