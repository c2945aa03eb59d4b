"""Sentence similarity: which of some sentences each model finds the most similar to a given one."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_SIMILARITY
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.results.compare import Comparison
from bertplay.results.embeddings import SentenceComparison
from bertplay.ui.compare.columns import WITH_STATIC, draw_models, show_figures
from bertplay.ui.kit.tab import Lines, Tab, Text, View, offer_examples

SHOWN = 6
TEXT = Text("text", N_("Which sentence is similar to this one?"), default="He deposited the money at the bank.", max_characters=2_000)
LINES = Lines(
    "lines",
    N_("Sentences, one per line"),
    default="They rowed the boat to the bank of the river.\nShe paid the cheque into her account.\nHe left his coat at the station.",
    max_characters=2_000,
)
CASTLE = "The queen has a palace.\nThe dog lives in a kennel.\nThe king died in a battle."
MEDICINE = (
    "The physician gave the sick man a fresh remedy.\nThe doctor did not give the patient a new medicine.\n"
    "The patient gave the doctor a new medicine."
)
EXAMPLES = (
    Example(N_("Meaning or words"), {"text": TEXT.default, "lines": LINES.default}),
    Example(N_("A castle"), {"text": "The king lives in a castle.", "lines": CASTLE}),
    Example(N_("Negation and word order"), {"text": "The doctor gave the patient a new medicine.", "lines": MEDICINE}),
)
HOW = N_(
    "The vector of a sentence is the mean of the vectors of its tokens after the last layer. In many models all sentences are similar to "
    "one another, so cosines cannot be compared between models: a value means something only above the range of unrelated sentences, the "
    "bars in the first row. Centred: the mean of those sentences is subtracted first. The time includes the unrelated sentences."
)


def draw_inputs(view: View) -> Call[Comparison[SentenceComparison]] | None:
    """The models, the sentence, the others."""
    models = draw_models(view, WITH_STATIC)
    offer_examples(view, EXAMPLES)
    text = TEXT.draw(view).strip()
    lines = tuple(dict.fromkeys(line.strip() for line in LINES.draw(view).splitlines() if line.strip() not in {"", text}))
    if not text or not lines:
        st.info(_("Type a sentence, and others to compare it with."), icon=":material/edit:")
        return None
    return COMPARE_SIMILARITY(models, texts=lines, query=text, unrelated=unrelated_sentences(), top_k=SHOWN) if models else None


def show(view: View, call: Call[Comparison[SentenceComparison]]) -> None:
    """A dot for each sentence, beside the range of unrelated ones."""
    from bertplay.charts.embeddings import neighbour_dots

    show_figures(view, call, lambda one: neighbour_dots(one.nearest, one.baseline, one.baseline_centred), HOW)


SIMILARITY = Tab("similarity", N_("Sentence similarity"), draw_inputs, show)
