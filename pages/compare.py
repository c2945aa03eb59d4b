"""Models compared: the same question to several of them, and what each answer costs."""

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.parts.compare.ask import ask, choose_models, choose_part
from bertplay.ui.parts.compare.papers import show_papers
from bertplay.wording import mark, t

WHAT = mark(
    "RoBERTa, ALBERT and XLNet came after BERT, and each changed one or two things. Put the same question to several models and see what "
    "they answer, how they cut the words, and what it costs them: weights, memory, time."
)

st.title(t("Models compared"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson() -> None:
    """The models, the question, and their answers."""
    with explain_errors():
        models = choose_models()
        asked = ask(models, choose_part())
        if asked.lack:
            st.info(asked.lack, icon=":material/edit:")
            return
        from bertplay.ui.parts.compare.show import SHOW

        SHOW[asked.part](asked)


lesson()
if not is_fixed():
    show_papers()
