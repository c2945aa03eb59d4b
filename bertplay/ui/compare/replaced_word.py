"""Replaced word: which word of a sentence each model finds the most suspicious."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_SUSPICION
from bertplay.i18n import N_, _, percent
from bertplay.lessons.examples import Example
from bertplay.results import SentenceSurprisal
from bertplay.results.compare import Column, Comparison, Suspicion
from bertplay.ui.compare.columns import FAIR, WITH_DISCRIMINATOR, draw_models, show_comparison
from bertplay.ui.components.token_strip import shaded_text
from bertplay.ui.kit.tab import Tab, Text, View, offer_examples

TEXT = Text("text", N_("A sentence in which one word was replaced"), default="The dog barked at the constitution.", max_characters=1_000)
EXAMPLES = (
    Example(N_("The dog"), {"text": TEXT.default}),
    Example(N_("Breakfast"), {"text": "He ate parliament for breakfast."}),
    Example(N_("The army"), {"text": "She closed the army behind her."}),
    Example(N_("The chef"), {"text": "The chef ate the meal for his guests."}),
)
MOST_BITS = 20.0
"""The surprisal of the deepest colour: a word with a probability of one in a million."""
HOW = N_(
    "There are two ways to find it. With a masked language model, every word is masked in turn, and its surprisal (in bits) says how "
    "unexpected it is. ELECTRA's discriminator was trained for the task: a small generator replaced some words of each sentence, and the "
    "discriminator had to decide for every token whether it was replaced (replaced-token detection). The deeper the colour, the more "
    "suspicious the word."
)


def draw_inputs(view: View) -> Call[Comparison[Suspicion]] | None:
    """The models and the sentence."""
    models = draw_models(view, WITH_DISCRIMINATOR)
    offer_examples(view, EXAMPLES)
    text = TEXT.draw(view)
    if not text.strip():
        st.info(_("Type a sentence."), icon=":material/edit:")
        return None
    return COMPARE_SUSPICION(models, text=text) if models else None


def show(view: View, call: Call[Comparison[Suspicion]]) -> None:
    """The sentence in colours, for each model."""

    def show_shades(column: Column[Suspicion], answer: Suspicion) -> None:
        shaded_text(answer.text, shades_of(answer), view.key(column.model.replace("/", "_")))

    show_comparison(view, call, show_shades, HOW, FAIR)


def shades_of(answer: Suspicion) -> list[tuple[int, int, float, str]]:
    """Of each word: start, end, depth of its colour, and what is said of it."""
    if isinstance(answer, SentenceSurprisal):
        return [(w.start, w.end, min(w.bits / MOST_BITS, 1.0), _("{bits:.1f} bits", bits=w.bits)) for w in answer.words]
    return [(w.start, w.end, w.probability, _("replaced: {share}", share=percent(w.probability))) for w in answer.words]


REPLACED_WORD = Tab("replaced_word", N_("Replaced word"), draw_inputs, show)
