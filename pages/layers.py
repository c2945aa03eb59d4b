"""The layers from inside: a sentence on its way through the model, its attention, its weights, and what each part is for."""

import streamlit as st

from bertplay.models.spec import Ability
from bertplay.ui.controls import choose_model
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.layers import NEED_A_TEXT
from bertplay.ui.parts.layers.ask import ask, choose_part
from bertplay.ui.runtime import model_at_hand
from bertplay.wording import mark, t

WHAT = mark(
    "BERT is a stack of transformer layers. Each word becomes a vector, and every layer lets each vector fetch something from the others "
    "and changes it a little. Follow a sentence through, see where it looks, turn parts off, and count what the model is made of."
)

st.title(t("The layers from inside"), anchor=False)
st.markdown(t(WHAT))


@st.fragment
def lesson(model: str) -> None:
    """The part that the reader chose, with the sentence where it needs one."""
    with explain_errors():
        part = choose_part()
        asked = ask(model, part)
        with model_at_hand(model):
            if part in NEED_A_TEXT and not asked.text.strip():
                st.info(t("Type a sentence above, or take one of the examples."), icon=":material/edit:")
                return
            from bertplay.ui.parts.layers.show import SHOW

            SHOW[part](asked)


with explain_errors():
    lesson(choose_model(Ability.ATTENTION))
