"""Left and right context: a Transformer sees both sides in every layer, a BiLSTM joins two readers at the end."""

import streamlit as st

from bertplay.calls.masked_word import COMPARE_CONTEXTS
from bertplay.i18n import N_, _, localized
from bertplay.lessons.examples import Example
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability
from bertplay.summaries.masked_word import summarize_contexts
from bertplay.ui.kit.tab import Tab, View, draw, draw_masked_sentence, finish, masked_sentence, say

SENTENCE = masked_sentence("I bought a [MASK] and drove it home.")
EXAMPLES = (
    Example(N_("A car"), {"text": SENTENCE.default}),
    Example(N_("A door"), {"text": "She opened the [MASK] and went inside."}),
    Example(N_("A war"), {"text": "World War [MASK] ended in 1945."}),
)
BERT, BILSTM, TOP_K = "bert", "bilstm", 5
TITLES = N_("Left context only"), N_("Right context only"), N_("Both")
BILSTM_TITLES = N_("Left-to-right LSTM"), N_("Right-to-left LSTM"), N_("Both LSTMs together")
HOW = N_(
    "Above, a Transformer attends first only to the tokens on the left of the mask, then only to those on the right, then to all. Below, "
    "the BiLSTM: one LSTM reads from the left up to the mask, another from the right, and only their two last states are combined into a "
    "prediction. The BERT paper calls this *shallowly* bidirectional: the left and right context meet only at the end. In BERT they meet "
    "in every layer. How good each model is also depends on how much text it was trained on."
)


def show(view: View, text: str) -> None:
    """A row of three figures for each of the two models."""
    from bertplay.charts.left_right_context import context_bars

    models = (BERT if view.model == BILSTM else view.model, BILSTM)
    calls = [COMPARE_CONTEXTS(model, text=text, top_k=TOP_K) for model in models]
    results = [view.ask(call) for call in calls]
    for model, result in zip(models, results, strict=True):
        st.subheader(localized(find_model(model).title), anchor=False)
        say(view, summarize_contexts(result), name=model)
        titles = BILSTM_TITLES if model == BILSTM else TITLES
        for side, (column, title, figure) in enumerate(zip(st.columns(3, gap="medium"), titles, context_bars(result), strict=True)):
            with column:
                st.markdown(f"**{_(title)}**")
                draw(figure, view.key(f"{model}_{side}"))
    finish(view, calls[0], results[0], HOW)


LEFT_RIGHT_CONTEXT = Tab(
    "left_right_context",
    N_("Left and right context"),
    lambda view: draw_masked_sentence(view, SENTENCE, EXAMPLES),
    show,
    needs=Ability.MASKED_WORD,
)
