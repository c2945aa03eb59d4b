"""Left and right context: the same mask predicted from the words before it, from those after it, and from both."""

import streamlit as st

from bertplay.calls.masked_word import COMPARE_CONTEXTS
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.ui.kit.tab import Tab, View, answer, draw, finish
from bertplay.ui.masked_word.candidates import MASK
from bertplay.ui.masked_word.sentence import Sentence, draw_sentence

SHOWN = 7
HOW = N_(
    "The B in BERT stands for bidirectional: the context of a word is what comes before it together with what comes after it. Here the "
    "same model attends only to the words on the left of the mask, then only to those on the right, then to all of them; the hidden "
    "words keep their positions. A model that reads from left to right, such as GPT, has only the first of the three."
)


def draw_inputs(view: View) -> tuple[Sentence, int] | None:
    """The sentence, and which of its masks, from 0."""
    sentence = draw_sentence(view)
    if sentence is None:
        return None
    return sentence, (MASK.among(sentence.masks).draw(view) if sentence.masks > 1 else 1) - 1


def show(view: View, inputs: tuple[Sentence, int]) -> None:
    """Three figures side by side, on one scale."""
    from bertplay.charts.left_right_context import context_bars

    sentence, mask_index = inputs
    call = COMPARE_CONTEXTS(view.model, text=sentence.masked, mask_index=mask_index, top_k=SHOWN)
    result = answer(view, call)
    titles = (_("Left context only"), _("Right context only"), _("Both"))
    for column, title, name, figure in zip(st.columns(3), titles, ("left", "right", "both"), context_bars(result), strict=True):
        with column:
            st.markdown(f"**{title}**")
            draw(figure, view.key(name))
    finish(view, call, result, HOW)


LEFT_RIGHT_CONTEXT = Tab("left_right_context", N_("Left and right context"), draw_inputs, show, needs=Ability.MASKED_WORD)
