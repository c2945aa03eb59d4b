"""The ten cards: which tab answers which question."""

from dataclasses import replace
from typing import Any

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_PREDICTIONS
from bertplay.i18n import _
from bertplay.results import MaskedWordPredictions
from bertplay.results.compare import Comparison
from bertplay.text import MASK_SPELLING
from bertplay.ui.compare.columns import draw_models
from bertplay.ui.compare.words import TEXT, TOP_K, WORDS
from bertplay.ui.embeddings.one_word import ONE_WORD as ONE_WORD_IN_CONTEXT
from bertplay.ui.embeddings.one_word import MapInputs
from bertplay.ui.embeddings.sentences import draw_word
from bertplay.ui.kit.tab import Tab, View, finish
from bertplay.ui.layers.layer_by_layer import LAYER_BY_LAYER, LensInputs, how_it_is_read, show_lens
from bertplay.ui.layers.word_order import WORD_ORDER
from bertplay.ui.next_sentence.two_sentences import TWO_SENTENCES
from bertplay.ui.rnn.race import RACE
from bertplay.ui.ten_questions.benefits import BENEFITS
from bertplay.ui.ten_questions.card import card
from bertplay.ui.ten_questions.training import PRACTICE, TRANSFER
from bertplay.ui.wordpiece.one_word import ONE_WORD

DOOR = "She opened the [MASK] and went inside."


def show_stack(view: View, inputs: LensInputs) -> None:
    """The predictions after every layer, and no more of the tab."""
    call = inputs.call(view.model)
    result = view.ask(call)
    show_lens(view, result)
    finish(view, call, result, *how_it_is_read(result))


def draw_relatives(view: View) -> Call[Comparison[MaskedWordPredictions]] | None:
    """BERT and three of its relatives, and a sentence whose word all of them know."""
    models, text = draw_models(view), replace(TEXT, default=DOOR).draw(view)
    if not MASK_SPELLING.search(text):
        st.info(_("Write [MASK] in place of the word to predict."), icon=":material/edit:")
        return None
    return COMPARE_PREDICTIONS(models, text=text, top_k=TOP_K) if models else None


def draw_word_alone(view: View) -> MapInputs | None:
    """The word and its sentences; the map is drawn as the tab draws it at first."""
    word = draw_word(view)
    return None if word is None else MapInputs(word, method="pca", dimensions=2, color="sense", groups=1, labels=False)


CARDS: tuple[Tab[Any], ...] = (
    card("what", LAYER_BY_LAYER, show=show_stack),
    card("relatives", WORDS, inputs=draw_relatives),
    card("recurrence", WORD_ORDER),
    card("rnn", RACE),
    card("transfer", TRANSFER, more=""),
    card("benefits", BENEFITS, more="two_sentences"),
    card("tasks", TWO_SENTENCES),
    card("embeddings", ONE_WORD_IN_CONTEXT, inputs=draw_word_alone),
    card("wordpiece", ONE_WORD),
    card("practice", PRACTICE, more=""),
)
