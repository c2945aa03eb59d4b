"""A sentence with a [MASK], for tabs about its first mask."""

from collections.abc import Sequence

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.text import MASK_SPELLING
from bertplay.ui.kit.examples import offer_examples
from bertplay.ui.kit.inputs import Text
from bertplay.ui.kit.view import View

LABEL = N_("Sentence with a [MASK]")
MAX_CHARACTERS = 20_000


def masked_sentence(default: str) -> Text:
    """The input."""
    return Text("text", LABEL, default=default, max_characters=MAX_CHARACTERS)


def draw_masked_sentence(view: View, sentence: Text, examples: Sequence[Example]) -> str | None:
    """Draw the input with its examples; None, with a message, for a sentence without a mask."""
    text = sentence.draw(view)
    offer_examples(view, examples)
    if MASK_SPELLING.search(text):
        return text
    st.info(_("Type a sentence with a [MASK], or choose one of the examples."), icon=":material/edit:")
    return None
