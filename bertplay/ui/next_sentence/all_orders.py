"""All orders: every sentence of a text after every other, and the reading order that the model would choose."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from bertplay.calls.next_sentence import SCORE_ALL_ORDERS
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.results.next_sentence import NextSentenceMatrix
from bertplay.summaries.next_sentence import say_of_cells, say_of_text_order, summarize_orders
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Choice, Tab, View, draw, finish, say
from bertplay.ui.next_sentence.evaluation import draw_inputs

MAX_SHOWN = 110
"""Characters of a sentence in the list."""
CELLS, TEXT, ORDER = "cells", "text", "order"
STEP = Choice(
    "shown", N_("Show"), default=CELLS, options={CELLS: N_("All pairs"), TEXT: N_("+ the text's order"), ORDER: N_("+ the model's order")}
)
LEGENDS = {
    CELLS: N_("A row is a first sentence, a column one that may follow it. The deeper a cell, the more probable."),
    TEXT: N_("Outlined: the sentence that follows in the text."),
    ORDER: N_("Outlined: the sentence that follows in the text. Dot: the one that the model would read next."),
}
HOW = N_(
    "Each row is a first sentence, each column one that may follow it. Outlined cells are the steps of the text; dots are the steps of "
    "the order that the model would choose: of all orders, the one with the greatest product of probabilities. Dark blocks along the "
    "diagonal are topics. If the model knew about order, cells just above the diagonal would be dark and those just below it pale."
)


def show(view: View, text: str) -> None:
    """Every pair as a cell, then the order of the text, then that of the model; both side by side are folded away."""
    from bertplay.charts.next_sentence_matrix import order_heat_map

    call = SCORE_ALL_ORDERS(view.model, text=text)
    with st.spinner(_("Scoring all pairs of sentences")):
        result = view.ask(call)
    summary = summarize_orders(result)
    step = STEP.draw(view)
    sentences = {CELLS: say_of_cells(result), TEXT: say_of_text_order(result), ORDER: summary.sentence}
    say(view, replace(summary, sentence=sentences[step]))
    st.caption(_(LEGENDS[step]))
    draw(order_heat_map(result, shows_text=step != CELLS, shows_order=step == ORDER), view.key("matrix"))
    orders = ((_("As in the text"), range(len(result.sentences))), (_("The model's order"), result.order))
    with st.expander(_("The sentences in both orders"), icon=":material/format_list_numbered:"):
        for column, (title, order) in zip(st.columns(2, gap="medium"), orders, strict=True):
            with column, st.container(gap="xsmall"):
                st.markdown(f"**{title}**")
                show_order(result, order)
    finish(view, call, result, HOW)


def show_order(found: NextSentenceMatrix, order: Iterable[int]) -> None:
    """The sentences in an order, each with its number in the text."""
    for i in order:
        text = found.sentences[i].text
        st.text(plain(f"{i + 1:2}  {text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + '…'}"))


ALL_ORDERS = Tab("all_orders", N_("All orders"), draw_inputs, show, needs=Ability.NEXT_SENTENCE)
