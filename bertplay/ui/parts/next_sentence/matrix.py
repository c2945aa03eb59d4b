"""Every order: the matrix "sentence i, then sentence j", and the reading order that the model would choose."""

from collections.abc import Iterable

import streamlit as st

from bertplay.charts.next_sentence_matrix import order_heat_map
from bertplay.results.next_sentence import NextSentenceMatrix
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, t, t_n

HOW = mark(
    "Each row is a first sentence, each column one that may follow. Outlined is what follows in the text; a dot is a step of the order "
    "that the model would choose: of all orders the one with the greatest product of probabilities. Deep blocks along the diagonal are "
    "subjects. A model that knew about order would be deep just above the diagonal and pale just below it."
)
MOST_SHOWN = 110


def show_matrix(asked: Asked) -> None:
    """The heat map, and both orders."""
    from bertplay.tasks.next_sentence_matrix import judge_every_order

    with st.spinner(t("Putting every sentence after every other")):
        matrix = get_backend().call(asked.model, judge_every_order, asked.text)
    if matrix.left_out:
        st.text(
            t_n(
                "These are the first {shown} sentences; {n:,} more sentence left out.",
                "These are the first {shown} sentences; {n:,} more sentences left out.",
                matrix.left_out,
                shown=len(matrix.sentences),
            )
        )
    draw(order_heat_map(matrix), key="order_heat_map")
    st.caption(t(HOW))
    st.text(in_words(matrix))
    show_orders(matrix)
    rows = [
        (i + 1, j + 1, first.text, second.text, float(matrix.probabilities[i, j]))
        for i, first in enumerate(matrix.sentences)
        for j, second in enumerate(matrix.sentences)
    ]
    download_table("every_order", lambda: as_csv(("sentence", "then", "first", "second", english("probability of next")), rows))
    show_program(task_program(asked.model, "bertplay.tasks.next_sentence_matrix", "judge_every_order", asked.text))


def in_words(matrix: NextSentenceMatrix) -> str:
    """What the two orders have in common, and what they cost."""
    kept = t_n(
        "The model's order keeps {kept} of the {n} step of the text.",
        "The model's order keeps {kept} of the {n} steps of the text.",
        len(matrix.sentences) - 1,
        kept=matrix.kept,
    )
    cost = mark("It costs {bits:.2f} bits, the text's own {true_bits:.2f}: the less, the more probable.")
    return f"{kept} {t(cost, bits=matrix.bits, true_bits=matrix.true_bits)}"


def show_orders(matrix: NextSentenceMatrix) -> None:
    """The order of the text and that of the model, side by side."""
    orders = ((t("As it is written"), range(len(matrix.sentences))), (t("As the model would read it"), matrix.order))
    for column, (title, order) in zip(st.columns(2, gap="medium"), orders, strict=True):
        with column:
            st.markdown(f"**{title}**")
            with st.container(border=True, gap="xsmall"):
                show_order(matrix, order)


def show_order(matrix: NextSentenceMatrix, order: Iterable[int]) -> None:
    """The sentences in an order, each with its number in the text."""
    for i in order:
        text = matrix.sentences[i].text
        st.text(plain(f"{i + 1:2}  {text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + '…'}"))
