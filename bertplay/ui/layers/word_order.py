"""Word order: the same words in two orders, with the position embeddings and without them."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.layers import COMPARE_ORDERS
from bertplay.i18n import N_, _, lazy
from bertplay.models.catalog import find_model
from bertplay.models.spec import Ability, Family
from bertplay.results.ablations import WordOrder
from bertplay.results.classroom import ModelAnswer
from bertplay.ui.kit.tab import GuessFirst, Tab, Text, Verdict, View, answer, draw, finish
from bertplay.ui.layers.ablations import NOT_BERT
from bertplay.ui.layers.sentence import draw_examples, opening

MAX_CHARACTERS = 2_000
FIRST = Text("text", N_("Sentence"), default=opening("word_order")["text"], max_characters=MAX_CHARACTERS)
SECOND = Text("second", N_("The same words in another order"), default=opening("word_order")["second"], max_characters=MAX_CHARACTERS)
EQUAL = 1e-3
"""Vectors that differ by less are equal: sums taken in another order are rounded in another way."""
YES, NO = "yes", "no"
ANSWERS = {YES: N_("the same vector"), NO: N_("different vectors")}
HOW = N_(
    "Each bar shows how far the last vector of a token in one sentence is from its vector in the other: the largest difference in any "
    "dimension. Attention compares every token with every other and adds up what it finds; nothing in it depends on which one comes "
    "first. A Transformer knows the order only from the position embeddings that are added at the start. Without them, BERT reads a bag "
    "of words."
)


def draw_inputs(view: View) -> Call[WordOrder] | None:
    """Both sentences."""
    one, other = st.columns(2, gap="medium")
    with one:
        first = FIRST.draw(view)
    with other:
        second = SECOND.draw(view)
    draw_examples(view)
    if find_model(view.model).family is not Family.BERT:
        st.info(_(NOT_BERT), icon=":material/block:")
        return None
    if not (first.strip() and second.strip()):
        st.info(_("Type both sentences, or choose one of the examples."), icon=":material/edit:")
        return None
    return COMPARE_ORDERS(view.model, first=first, second=second)


def show(view: View, call: Call[WordOrder]) -> None:
    """Both figures, on one scale."""
    from bertplay.charts.ablations import order_bars

    result = answer(view, call)
    titles = _("With position embeddings"), _("Without position embeddings")
    for side, (column, title, figure) in enumerate(zip(st.columns(2, gap="large"), titles, order_bars(result), strict=True)):
        with column:
            st.markdown(f"**{title}**")
            draw(figure, view.key(f"bars_{side}"))
    finish(view, call, result, HOW)


def check_guess(view: View, call: Call[WordOrder], guess: tuple[str, ...]) -> Verdict:
    """Whether the vectors are the same without positions."""
    is_same = view.ask(call).most_without_positions < EQUAL
    found = ANSWERS[YES if is_same else NO]
    return Verdict(lazy("You: {reader}. They have {found}.", reader=lazy(ANSWERS[guess[0]]), found=lazy(found)))


def model_answers(view: View, call: Call[WordOrder]) -> list[ModelAnswer]:
    """Whether the vectors are the same without positions."""
    return [ModelAnswer(((YES if view.ask(call).most_without_positions < EQUAL else NO, 1.0),))]


WORD_ORDER = Tab(
    "word_order",
    N_("Word order"),
    draw_inputs,
    show,
    needs=Ability.ATTENTION,
    guess=GuessFirst(
        prompt=N_("Without position embeddings, does each word have the same vector in both sentences?"),
        about=lambda call: (call.arguments["first"], call.arguments["second"]),
        title=lambda call: "{first}\n{second}".format(**call.arguments),
        choices=lambda _call: ANSWERS,
        model=model_answers,
        check=check_guess,
    ),
)
