"""What a teacher can write into the link of any page: a question, a note, and a view without the controls.

    /masked_word?text=The+[MASK]+barked.&ask=Who+barks?&fix=1

No page knows of these names and none writes them, so they stay in the link while the reader works there.
"""

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.wording import t

MOST_QUESTION = 1_000
MOST_NOTE = 2_000


def is_fixed() -> bool:
    """Whether the link fixes what is set here: the navigation, the model, the part and the examples are then not offered."""
    return st.query_params.get(state.FIX) == "1"


def show_link_question() -> None:
    """The question and the note of the link above the page, as plain text; nothing where the link has neither."""
    question, note = said(state.ASK, MOST_QUESTION), said(state.NOTE, MOST_NOTE)
    if question or note:
        show_question(question, note)


def said(name: str, most: int) -> str:
    """A text of the link: what no browser can be sent is replaced, what is too long is cut, and both can be seen."""
    text = without_surrogates(st.query_params.get(name, "")).replace("\0", "\ufffd").strip()
    return text if len(text) <= most else t("{text}… (cut: at most {most:,} characters are shown)", text=text[:most], most=most)


def show_question(question: str, note: str) -> None:
    """A box with the question, and the note below it."""
    with st.container(border=True, gap="xsmall"):
        st.caption(t("The question") if question else t("A note"))
        if question:
            st.text(plain(question))
        if note:
            st.text(plain(note))
