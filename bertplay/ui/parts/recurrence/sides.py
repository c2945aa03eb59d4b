"""Left only, right only, both: BERT's guess beside that of the BiLSTM, which joins two readers that know nothing of each other."""

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.results import SidedGuesses
from bertplay.ui import state
from bertplay.ui.controls import masked_sentence
from bertplay.ui.feedback import explain
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.wording import in_brief
from bertplay.ui.runtime import get_backend, model_at_hand
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import as_told, english, mark, t

FIRST = english("She opened the [MASK] and went inside.")
BILSTM, TOP_K = "bilstm", 5
TITLES = {BILSTM: (mark("From the left"), mark("From the right"), mark("The mix of both"))}
COLUMNS = (mark("Left only"), mark("Right only"), mark("Both sides"))
HOW = mark(
    "Above, one BERT: with the words of one side hidden from every attention head, then with all of them. Below, the BiLSTM: one LSTM "
    "reads from the left up to the gap, another from the right, and only their two last states are joined into a guess. The papers call "
    "this shallowly bidirectional: no word on the left ever meets one on the right before the end. In BERT they meet in every layer. "
    "How good each is also depends on how much it has read; the page of models compared says so."
)


def show_sides(model: str) -> None:
    """The sentence, and two rows of three figures on one scale each."""
    text = masked_sentence(state.RECURRENCE_TEXT, FIRST)
    if not text:
        return
    first = model if model != BILSTM else "bert"
    found = [sided for id_ in (first, BILSTM) if (sided := show_row(id_, text))]
    st.caption(t(HOW))
    if found:
        download_table("left_right_both", lambda: table(found))
        show_program(task_program(first, "bertplay.tasks.context_sides", "compare_sides", text, top_k=TOP_K))


def show_row(model: str, text: str) -> SidedGuesses | None:
    """One model's three guesses; None when it has none, and then why."""
    from bertplay.charts.context_sides import sides_bars
    from bertplay.models.catalog import find_model
    from bertplay.tasks.context_sides import compare_sides

    try:
        title = find_model(model).title
        with model_at_hand(model):
            sided = get_backend().call(model, compare_sides, text, top_k=TOP_K)
    except BertplayError as error:
        explain(error)
        return None
    st.text(as_told(title))
    sides = (sided.left, sided.right, sided.both)
    for column, name, side, chart in zip(st.columns(3, gap="medium"), TITLES.get(model, COLUMNS), sides, sides_bars(sided), strict=True):
        with column:
            st.markdown(f"**{t(name)}**")
            st.text(in_brief(side))
            draw(chart, key=f"recurrence_{model}_{name}")
    return sided


def table(found: list[SidedGuesses]) -> bytes:
    """Every guess of every side as CSV."""
    rows = [
        (sided.model, name, rank, guess.word, guess.probability)
        for sided in found
        for name, side in zip(COLUMNS, (sided.left, sided.right, sided.both), strict=True)
        for rank, guess in enumerate(side.guesses, 1)
    ]
    return as_csv(("model", "context", "rank", "word", "probability"), rows)
