"""Masked word: what each model predicts at the same mask."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_PREDICTIONS
from bertplay.i18n import N_, _, localized
from bertplay.lessons.examples import Example
from bertplay.lessons.languages import LanguageExample, language_examples
from bertplay.models.catalog import find_model
from bertplay.results import MaskedWordPredictions
from bertplay.results.compare import Column, Comparison
from bertplay.text import MASK_SPELLING
from bertplay.ui.compare.columns import FAIR, draw_models, show_comparison
from bertplay.ui.kit.tab import Tab, Text, View, available_models, draw, offer_examples
from bertplay.ui.masked_word.predictions import ordinal

TOP_K = 5
MAX_MASKS = 3
"""Figures drawn in one card; the table has all masks."""
TEXT = Text("text", N_("A sentence with [MASK]"), default="They lived happily in a small [MASK] by the sea.", max_characters=2_000)
EXAMPLES = (
    Example(N_("By the sea"), {"text": TEXT.default}),
    Example(N_("A letter"), {"text": "She wrote a [MASK] to her mother."}),
    Example(N_("The United …"), {"text": "The United [MASK] of America declared war in 1917."}),
    Example(N_("Agreement"), {"text": "The keys to the cabinet [MASK] on the table."}),
    Example(N_("Pronoun"), {"text": "The nurse said that [MASK] was tired."}),
)
SIGNS = N_(
    "Ġ and ▁, drawn as a dot in figures, mark the space before a word; ## marks a token that continues a word. Each model family has its "
    "own notation."
)
ENGLISH_ONLY = N_(
    "The bundled models were trained only on English: they split other languages into many short tokens and cannot predict their words. "
    "For this sentence, download {models} on the page “Models”."
)


def draw_inputs(view: View) -> Call[Comparison[MaskedWordPredictions]] | None:
    """The models, the sentence; examples in English, and one in each of six languages."""
    models = draw_models(view)
    offer_examples(view, (*EXAMPLES, *map(in_language, language_examples())))
    text = TEXT.draw(view)
    say_language(text)
    if not MASK_SPELLING.search(text):
        st.info(_("Write [MASK] in place of the word to predict."), icon=":material/edit:")
        return None
    return COMPARE_PREDICTIONS(models, text=text, top_k=TOP_K) if models else None


def in_language(example: LanguageExample) -> Example:
    """A sentence of one language with the models that were trained on it, where any of them is available."""
    models = [id_ for id_ in example.models if id_ in available_models()]
    return Example(example.title, {"text": example.text, **({"models": ",".join(models)} if models else {})})


def say_language(text: str) -> None:
    """Which models were trained on the language of an example, where none of them is available."""
    example = next((one for one in language_examples() if one.text == text), None)
    if example is None or any(id_ in available_models() for id_ in example.models):
        return
    titles = ", ".join(localized(find_model(id_).title) for id_ in example.models)
    st.caption(_(ENGLISH_ONLY, models=titles))
    st.page_link("pages/models.py", label=_("Models"), icon=":material/memory:")


def show(view: View, call: Call[Comparison[MaskedWordPredictions]]) -> None:
    """The first predictions of each model, all bars on one scale."""
    from bertplay.charts.masked_word import prediction_bars

    def show_predictions(column: Column[MaskedWordPredictions], answer: MaskedWordPredictions) -> None:
        for mask in answer.masks[:MAX_MASKS]:
            if len(answer.masks) > 1:
                st.caption(ordinal(mask.index))
            draw(prediction_bars(mask, narrow=True), view.key(f"{column.model}_{mask.index}"))

    show_comparison(view, call, show_predictions, SIGNS, FAIR)


WORDS = Tab("words", N_("Masked word"), draw_inputs, show)
