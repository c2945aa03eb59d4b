"""Step by step: how one token attends in one head, with every number on the way from query and key to the output."""

from dataclasses import replace

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.layers import MAP_ATTENTION, TRACE_ATTENTION
from bertplay.i18n import N_, _, number, percent
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability, Family
from bertplay.results.attention import AttentionSteps
from bertplay.summaries.attention import most_telling
from bertplay.ui.kit.tab import Tab, View, answer, draw, draw_summary_table, finish
from bertplay.ui.layers.ablations import NOT_BERT
from bertplay.ui.layers.attention import HEAD, TOKEN, choose_head, named_tokens
from bertplay.ui.layers.sentence import draw_sentence

MAX_ROWS = 20
"""Tokens that are shown without scrolling."""
HOW = N_(
    "Three linear maps turn every token into three vectors. The **query** is what a token looks for, the **key** is what it can be found "
    "by, the **value** is what it passes on. The dot product query · key says how well the two match: each dimension of one is "
    "multiplied by the same dimension of the other, and the products are added. Divided by the square root of the number of dimensions "
    "and passed through softmax, these dot products become weights that sum to 100%. The output is the mean of the values with these "
    "weights. All heads of a layer do this at once, each with its own maps, and their outputs are concatenated (Vaswani et al. 2017, "
    "section 3.2)."
)


def draw_inputs(view: View) -> str | None:
    """The sentence; None for a model that is not built like BERT."""
    text = draw_sentence(view, {HEAD.name: HEAD.default, TOKEN.name: ""})
    if find_model(view.model).family is not Family.BERT:
        st.info(_(NOT_BERT), icon=":material/block:")
        return None
    return text


def show(view: View, text: str) -> None:
    """Head and token, the sentence about them, the formula with its numbers, both figures, the table."""
    maps = view.ask(MAP_ATTENTION(view.model, text=text))
    first, second = st.columns(2, gap="medium")
    with first:
        layer, head = choose_head(view, maps, pooled=False)
    with second:
        default = str(most_telling(maps, layer, int(head)))
        token = int(replace(TOKEN, default=default, options=named_tokens(range(len(maps.tokens)), maps.tokens)).draw(view))
    call: Call[AttentionSteps] = TRACE_ATTENTION(view.model, text=text, layer=layer, head=int(head), token=token)
    result = answer(view, call)
    st.markdown(f"${formula(result)}$")  # not st.latex, whose box can scroll and then cannot be reached with the keyboard
    draw_figures(view, result)
    with st.expander(_("All numbers as a table"), icon=":material/table:"):
        draw_summary_table(call.task.summarize(result), view.key("steps"))
    finish(view, call, result, HOW)


def draw_figures(view: View, result: AttentionSteps) -> None:
    """How the weights come about, and what is done with them, side by side."""
    from bertplay.charts.attention_steps import query_and_keys, weights_and_values

    figures = query_and_keys(result), weights_and_values(result)
    with st.container(height=640 if len(result.tokens) > MAX_ROWS else "content", border=False):
        for number_, (column, figure) in enumerate(zip(st.columns(2, gap="medium"), figures, strict=True)):
            with column:
                draw(figure, view.key(f"figure_{number_}"))


def formula(found: AttentionSteps) -> str:
    """The computation of the largest weight, as LaTeX with its numbers. It holds numbers alone: a token could be markup."""
    best = found.strongest
    sum_, share = tex(found.exponentials.sum()), percent(float(found.weights[best])).replace("%", r"\%")
    lines = (
        rf"q \cdot k &= {tex(found.query[0])} \cdot {tex(found.keys[best][0])} + \dots = {tex(found.products[best])}",
        rf"\frac{{q \cdot k}}{{\sqrt{{{len(found.query)}}}}} &= {tex(found.scaled[best])}",
        rf"\text{{softmax}} &= \frac{{{tex(found.exponentials[best])}}}{{{sum_}}} = {share}",
    )
    return "".join((r"\displaystyle\begin{aligned}", r" \\ ".join(lines), r"\end{aligned}"))


def tex(value: float) -> str:
    """A number in a formula, a negative one in brackets; a decimal comma without the space of an enumeration."""
    written = number(float(value), ".2f").replace(",", "{,}")
    return f"({written})" if value < 0 else written


ATTENTION_STEPS = Tab("attention_steps", N_("Query and key"), draw_inputs, show, needs=Ability.ATTENTION)
