"""Tokenization: the same sentence in the tokens of each model."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.wordpiece import COMPARE_TOKENIZERS
from bertplay.i18n import N_, _
from bertplay.results.wordpiece import TokenizerComparison
from bertplay.ui.compare.columns import draw_models
from bertplay.ui.compare.words import SIGNS
from bertplay.ui.components.token_strip import token_strip
from bertplay.ui.kit.tab import Tab, Text, View, answer, finish
from bertplay.ui.wordpiece.compare_tokenizers import YOURS, rows_of

TEXT = Text("text", N_("Sentence"), default="The unaffable queen walked unbelievably slowly.", max_characters=2_000)
MORE = N_("On the page “WordPiece”, the tab “Compare tokenizers” has figures for whole texts.")


def draw_inputs(view: View) -> Call[TokenizerComparison] | None:
    """The models and the sentence."""
    models, text = draw_models(view), TEXT.draw(view)
    if not text.strip():
        st.info(_("Type a sentence."), icon=":material/edit:")
        return None
    return COMPARE_TOKENIZERS(model_ids=models.split(","), samples={YOURS: text}) if models else None


def show(view: View, call: Call[TokenizerComparison]) -> None:
    """A row of tokens for each model."""
    result = answer(view, call)
    token_strip(rows_of(result), view.key("tokens"), picture="tokenizers")
    finish(view, call, result, SIGNS, MORE)


TOKENS = Tab("tokens", N_("Tokenization"), draw_inputs, show)
