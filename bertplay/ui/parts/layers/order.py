"""Word order: the same words in two orders, with the position embeddings and without them."""

import streamlit as st

from bertplay.charts.switches import order_bars
from bertplay.lessons.layers import layers_examples
from bertplay.results.layers import WordOrder
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.figure import draw
from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.parts.layers.gate import is_answered, say_who_was_right
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, number, plain_form, t

EXAMPLE = next(example for example in layers_examples() if example.part == "order")
MOST_SENTENCE = 2_000
YES, NO = mark("the same vector"), mark("another vector")
TITLES = (mark("With the position embeddings"), mark("Without them"))
WHY = mark(
    "Each bar is how far a piece's last vector in the first sentence is from its vector in the second (the greatest difference in any "
    "dimension). Attention compares every piece with every other and adds up what it finds: nothing in it knows which came first. Order "
    "comes in with a vector that is added at the start, and not from a loop that reads one word after the other. Without these vectors "
    "only rounding is left: sums taken in another order."
)


def show_order(asked: Asked) -> None:
    """Both sentences, both figures."""
    from bertplay.tasks.switches import compare_orders

    first, second = (
        ask_sentence(label, key, start)
        for label, key, start in (
            (t("A sentence"), state.ORDER_FIRST, EXAMPLE.first),
            (t("The same words in another order"), state.ORDER_SECOND, EXAMPLE.second),
        )
    )
    if not (first.strip() and second.strip()):
        st.info(t("Type both sentences."), icon=":material/edit:")
        return
    order = get_backend().call(asked.model, compare_orders, first, second)
    about = (asked.model, first, second)
    if not is_answered(mark("With the position embeddings off, does each word get the same vector in both sentences?"), (YES, NO), about):
        return
    say_who_was_right(YES, about)
    st.text(in_words(order))
    for column, title, chart in zip(st.columns(2, gap="large"), TITLES, order_bars(order), strict=True):
        with column:
            st.markdown(f"**{t(title)}**")
            draw(chart, key=f"order_{title}")
    st.caption(t(WHY))
    rows = [(p.text, p.first, p.second, p.with_positions, p.cosine, p.without_positions) for p in order.pieces]
    columns = (
        "piece",
        english("place in the first"),
        english("place in the second"),
        english("apart with positions"),
        english("cosine with positions"),
        english("apart without"),
    )
    download_table("word_order", lambda: as_csv(columns, rows))
    show_program(task_program(asked.model, "bertplay.tasks.switches", "compare_orders", first, second))


def ask_sentence(label: str, key: str, start: str) -> str:
    """One of the two, from the link at first."""
    state.seed(key, start)
    st.session_state[key] = without_surrogates(st.session_state[key] or "")[:MOST_SENTENCE]
    sentence = word_input(label, key, max_chars=MOST_SENTENCE, live="300ms", persist_state="session")
    state.publish(key, sentence, start)
    return sentence


def in_words(order: WordOrder) -> str:
    """The greatest distances of both."""
    most = max(order.pieces, key=lambda piece: piece.with_positions)
    return t(
        "With positions the vectors differ, by up to {most:.2f}. Without them they are the same to within {rounding}.",
        most=most.with_positions,
        rounding=number(order.most_without_positions, plain_form(order.most_without_positions)),
    )
