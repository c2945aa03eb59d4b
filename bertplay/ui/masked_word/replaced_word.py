"""Replaced word: ELECTRA's discriminator tells for every word whether it was replaced."""

import streamlit as st

from bertplay.calls.masked_word import SCORE_REPLACED_TOKENS
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.ui.components.token_strip import shaded_text
from bertplay.ui.kit.tab import Tab, View, answer, finish
from bertplay.ui.masked_word.sentence import Sentence, draw_sentence

HOW = N_(
    "ELECTRA is not trained to fill masks but on replaced-token detection: a small generator, itself a masked language model, replaces "
    "some words of a text, and the discriminator learns to predict for every token whether it was replaced. So it learns from all tokens "
    "of a text, not only from the 15% that BERT masks. The deeper the colour, the more probable it is that the word was replaced. A word "
    "that fits the sentence, such as “ate” in place of “cooked”, goes unnoticed."
)
WHOLE = N_("Write a word in place of each [MASK]: replaced-token detection is about whole sentences.")


def draw_inputs(view: View) -> Sentence | None:
    """The sentence, without masks."""
    sentence = draw_sentence(view, needs_mask=False)
    if sentence is not None and sentence.whole is None:
        st.info(_(WHOLE), icon=":material/edit:")
        return None
    return sentence


def show(view: View, sentence: Sentence) -> None:
    """The sentence in colours."""
    call = SCORE_REPLACED_TOKENS(view.model, text=sentence.whole)
    result = answer(view, call)
    notes = [_("replaced: {share:percent}", share=word.probability) for word in result.words]
    shaded_text(
        result.text, [(w.start, w.end, w.probability, note) for w, note in zip(result.words, notes, strict=True)], view.key("sentence")
    )
    finish(view, call, result, HOW)


REPLACED_WORD = Tab("replaced_word", N_("Replaced word"), draw_inputs, show, needs=Ability.REPLACED_WORD)
