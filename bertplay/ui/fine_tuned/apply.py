"""Apply to a file: upload texts, get them back with predictions and probabilities as columns."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from bertplay.calls.task_heads import ANSWER_QUESTION, ANSWER_TEXTS
from bertplay.errors import BadInput
from bertplay.files.decoding import MAX_BYTES
from bertplay.files.tables import MAX_ROWS, Table
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.results.task_heads import PredictedTable
from bertplay.summaries.predicted_table import file_name, predicted_file, summarize_predicted
from bertplay.tasks.predict_table import (
    ReadColumns,
    Reads,
    asks_questions,
    asks_texts,
    columns_of,
    predict_table,
    read_texts,
    what_it_reads,
)
from bertplay.text import without_surrogates
from bertplay.ui.feedback import plain
from bertplay.ui.fine_tuned.absent import show_ways
from bertplay.ui.kit.tab import Choice, File, Tab, View, draw_summary_table, offer_download, primary_button_type, say

FILE = File("file", N_("A table, words with tags, or a text with one example per line"), max_mib=MAX_BYTES // 10**6)
LIMITS = N_(
    "Up to {mb} MB and {rows:,} rows. Every row comes back, in the same order and with all its columns; a row that cannot be read says why."
)
HEADER = Choice(
    "header",
    N_("The first row"),
    default="auto",
    options={"auto": N_("Detect automatically"), "names": N_("Names the columns"), "data": N_("Is data")},
)
IS_NAMES = {"auto": None, "names": True, "data": False}
TITLES = {
    Reads.QUESTION: (N_("Column of the questions"), N_("Column of the passages")),
    Reads.PAIR: (N_("Column of the texts"), N_("Column of the second texts")),
}
TEXT = Choice("text_column", "", options={}, form="select", show=str)
PAIR = Choice("pair_column", "", options={}, form="select", show=str)
NO_COLUMN = "–"
read_once = lru_cache(maxsize=8)(read_texts)
"""A page is drawn again at each choice of a column; 20,000 rows take half a second to read."""


@dataclass(frozen=True, slots=True)
class ApplyInputs:
    """The table of the file, its name, and the columns that are read, as what the model reads.

    id   of this file with these columns and this model
    """

    name: str
    table: Table
    columns: ReadColumns
    reads: Reads
    id: tuple[Any, ...]


def draw_inputs(view: View) -> ApplyInputs | None:
    """The file and its columns."""
    if not view.model:
        show_ways(view)
        return None
    file = FILE.draw(view)
    st.caption(_(LIMITS, mb=MAX_BYTES // 10**6, rows=MAX_ROWS))
    if file is None:
        return None
    name, header, reads = without_surrogates(file.name), HEADER.draw(view), what_it_reads(view.model)
    table = read_once(file.getvalue(), name, IS_NAMES[header])
    columns = draw_columns(view, table, reads) if len(table.columns) > 1 else columns_of(table, reads)
    return ApplyInputs(name, table, columns, reads, (file.file_id, header, columns, view.model))


def draw_columns(view: View, table: Table, reads: Reads) -> ReadColumns:
    """Which column holds the texts, and for a model that reads two the second ones."""
    titles = {column: plain(column)[:40] or _("column {number}", number=number) for number, column in enumerate(table.fields, 1)}
    try:
        likely = columns_of(table, reads)
    except BadInput:  # not found by their names: the reader chooses
        likely = ReadColumns(*table.columns[:2])
    first, second = TITLES.get(reads, TITLES[Reads.PAIR])
    left, right = st.columns(2)
    with left:
        text = replace(TEXT, label=first, options=titles, default=likely.text).draw(view)
    if reads is Reads.TEXT:
        return ReadColumns(text)
    with right:
        none = {"": NO_COLUMN} if reads is Reads.EITHER else {}
        pair = replace(PAIR, label=second, options={**none, **titles}, default=likely.pair).draw(view)
    return columns_of(table, reads, text, "" if pair == text else pair)


def show(view: View, inputs: ApplyInputs) -> None:
    """A button, the progress, and the result until the file, its columns or the model change."""
    key = view.key("result")
    kept = st.session_state.get(key)
    if st.button(_("Predict"), type=primary_button_type(view), icon=":material/play_arrow:", key=view.key("predict")):
        kept = st.session_state[key] = (inputs.id, predicted(view, inputs))
    if kept and kept[0] == inputs.id:
        show_result(view, inputs.name, kept[1])


def predicted(view: View, inputs: ApplyInputs) -> PredictedTable:
    """The predictions, batch by batch; leaving the page stops them."""
    place = st.empty()

    def progress(done: int, n: int) -> None:
        place.progress(done / max(1, n), text=_("{done:,} of {n:,} rows", done=done, n=n))

    if inputs.reads is Reads.QUESTION:
        ask = asks_questions(lambda question, passage: view.ask(ANSWER_QUESTION(view.model, question=question, passage=passage)))
    else:
        ask = asks_texts(lambda texts: view.ask(ANSWER_TEXTS(view.model, texts=list(texts))))
    found = predict_table(inputs.table, inputs.columns, ask, progress)
    place.empty()
    return found


def show_result(view: View, name: str, found: PredictedTable) -> None:
    """What was predicted, the rows, and the file."""
    summary = summarize_predicted(found)
    say(view, summary)
    for note in found.notes:
        st.text(plain(_(note)))
    draw_summary_table(summary, view.key("table"))
    key = view.key("download")
    offer_download(_("File with predictions"), lambda: predicted_file(found, name), file_name(name), key, type="secondary")


APPLY = Tab("apply", N_("Apply to a file"), draw_inputs, show, needs=Ability.TASK_HEAD)
