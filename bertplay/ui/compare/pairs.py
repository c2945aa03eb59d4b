"""Sentence pair: the same two sentences to the models that were trained on pairs, as typed and swapped."""

from dataclasses import replace

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_PAIRS
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.results.compare import Comparison
from bertplay.results.next_sentence import BothOrders
from bertplay.summaries.next_sentence import QUESTIONS
from bertplay.ui.compare.columns import MODELS, draw_models, show_figures
from bertplay.ui.kit.tab import Tab, Text, View, offer_examples

TRAINED_ON_PAIRS = replace(MODELS, default=("bert", "albert"))
MAX_CHARACTERS = 2_000
FIRST = Text("text", N_("First sentence"), default="It rained all night.", max_characters=MAX_CHARACTERS)
SECOND = Text("second", N_("Second sentence"), default="In the morning the streets were wet.", max_characters=MAX_CHARACTERS)
EXAMPLES = (
    Example(N_("Cause and effect"), {"text": FIRST.default, "second": SECOND.default}),
    Example(N_("One after the other"), {"text": "He opened the letter.", "second": "Then he read it aloud."}),
    Example(N_("Unrelated sentences"), {"text": "He opened the door.", "second": "Gold is a metal."}),
)
HOW = N_(
    "BERT was trained to predict whether the second sentence follows the first or comes from another document; ALBERT, whether the two "
    "sentences are in their original order. The other models were trained with neither objective, and their papers explain why."
)


def draw_inputs(view: View) -> Call[Comparison[BothOrders]] | None:
    """The models, then both sentences."""
    models = draw_models(view, TRAINED_ON_PAIRS)
    offer_examples(view, EXAMPLES)
    first, second = FIRST.draw(view), SECOND.draw(view)
    if not (first.strip() and second.strip()):
        st.info(_("Type two sentences, or choose one of the examples."), icon=":material/edit:")
        return None
    return COMPARE_PAIRS(models, first=first, second=second) if models else None


def show(view: View, call: Call[Comparison[BothOrders]]) -> None:
    """Two bars for each model: as typed and swapped."""
    from bertplay.charts.next_sentence import both_orders_bars

    show_figures(view, call, lambda both: both_orders_bars([(_(QUESTIONS[both.question]), both)]), HOW)


PAIRS = Tab("pairs", N_("Sentence pair"), draw_inputs, show)
