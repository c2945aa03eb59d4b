"""The masked word: hide words of a sentence and see what the model guesses there."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.masked_word import NEED_A_MASK
from bertplay.ui.parts.masked_word.ask import ask, choose_part
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.guess_first import ask_reader, is_waiting, show_verdict
from bertplay.ui.runtime import answer_at_once
from bertplay.wording import mark, t

WHAT = mark(
    "BERT learned to read by filling gaps: some words of every sentence were hidden, and it had to guess them from the words on both "
    "sides. Hide a word here and see its guesses, each with a probability. Nothing is looked up; every answer comes from the weights "
    "of the model, which knows only what it read."
)

st.title(t("Guess the masked word"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The sentence, and the part of the lesson that the reader chose."""
    with explain_errors():
        asked = ask(model)
        part = choose_part()
        if is_waiting(asked):
            ask_reader(asked)  # needs no model, and whoever types is not to be drawn anew when it arrives
        else:
            answer_at_once(model, lambda: answer(asked, part))


def answer(asked: Asked, part: str) -> None:
    """The chosen part, or what is missing for it."""
    if not asked.text.strip():
        st.info(t("Type a sentence above, or take one of the examples."), icon=":material/edit:")
    elif part in NEED_A_MASK and not asked.masks:
        st.info(t("Click a word of the sentence to hide it."), icon=":material/touch_app:")
    else:
        show_verdict(asked)
        from bertplay.ui.parts.masked_word.show import SHOW

        SHOW[part](asked)


with explain_errors():
    lesson(choose_model(Ability.MASKED_WORD))
