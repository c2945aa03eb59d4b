"""Apply to a file: upload texts, get them back with predictions and probabilities as columns."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from bertplay.calls.task_heads import ANSWER_TEXTS
from bertplay.files.decoding import MAX_BYTES
from bertplay.files.tables import MAX_ROWS, Table
from bertplay.i18n import N_, _
from bertplay.models.catalog import find_model
from bertplay.models.heads import HeadKind
from bertplay.models.spec import Ability
from bertplay.results.task_heads import PredictedTable, TextAnswers
from bertplay.summaries.predicted_table import file_name, predicted_file, summarize_predicted
from bertplay.tasks.predict_table import ReadColumns, columns_of, predict_table, read_texts, usual_pair
from bertplay.text import without_surrogates
from bertplay.ui.feedback import plain
from bertplay.ui.fine_tuned.absent import show_ways
from bertplay.ui.kit.buttons import primary_button_type
from bertplay.ui.kit.file import File
from bertplay.ui.kit.finish import say
from bertplay.ui.kit.inputs import Choice, Toggle
from bertplay.ui.kit.page import Tab
from bertplay.ui.kit.table import draw_summary_table
from bertplay.ui.kit.view import View

TYPES = ("csv", "tsv", "jsonl", "json", "txt")
FILE = File("file", N_("CSV, TSV, JSONL or a text with one example a line"), types=TYPES, max_mib=MAX_BYTES // 10**6)
LIMITS = N_(
    "Up to {mb} MB and {rows:,} rows. Every row comes back, in its order and with all its columns; one that cannot be read says why."
)
HAS_HEADER = Toggle("has_header", N_("The first row names the columns"), default=True)
TEXT = Choice("text_column", N_("Column of the texts"), options={}, form="select", show=str)
PAIR = Choice("pair_column", N_("Column of the second texts"), options={}, form="select", show=str)
NO_COLUMN = "–"


@dataclass(frozen=True, slots=True)
class ApplyInputs:
    """The table of the file, its name, and the columns that are read. id: of this file with these columns and this model"""

    name: str
    table: Table
    columns: ReadColumns
    id: tuple[Any, ...]


def draw_inputs(view: View) -> ApplyInputs | None:
    """The file and its columns."""
    if not view.model:
        show_ways(view)
        return None
    head = find_model(view.model).head
    if head is not None and head.kind is HeadKind.QUESTION_ANSWERING:
        st.info(_("A model that answers questions is asked one question at a time: open “Ask”, or choose another model."))
        return None
    file = FILE.draw(view)
    st.caption(_(LIMITS, mb=MAX_BYTES // 10**6, rows=MAX_ROWS))
    if file is None:
        return None
    name, has_header = without_surrogates(file.name), HAS_HEADER.draw(view)
    table = read_texts(file.getvalue(), name, has_header)
    likely = columns_of(table)
    columns = draw_columns(view, table, likely.text) if len(table.columns) > 1 else likely
    return ApplyInputs(name, table, columns, (file.file_id, has_header, columns, view.model))


def draw_columns(view: View, table: Table, likely: str) -> ReadColumns:
    """Which column holds the texts, and for pairs the second ones."""
    titles = {column: plain(column)[:40] or _("column {number}", number=number) for number, column in enumerate(table.columns, 1)}
    left, right = st.columns(2)
    with left:
        text = replace(TEXT, options=titles, default=likely).draw(view)
    with right:
        second = replace(PAIR, options={"": NO_COLUMN, **titles}, default=usual_pair(table)).draw(view)
    return ReadColumns(text, "" if second == text else second)


def show(view: View, inputs: ApplyInputs) -> None:
    """A button, the progress, and the result until the file, its columns or the model change."""
    key = view.key("result")
    kept = st.session_state.get(key)
    if st.button(_("Predict"), type=primary_button_type(), icon=":material/play_arrow:", key=view.key("predict")):
        kept = st.session_state[key] = (inputs.id, predicted(view, inputs))
    if kept and kept[0] == inputs.id:
        show_result(view, inputs.name, kept[1])


def predicted(view: View, inputs: ApplyInputs) -> PredictedTable:
    """The predictions, batch by batch; whoever leaves the page stops them."""
    place = st.empty()

    def progress(done: int, n: int) -> None:
        place.progress(done / max(1, n), text=_("{done:,} of {n:,} rows", done=done, n=n))

    def ask(texts: Any) -> TextAnswers:
        return view.ask(ANSWER_TEXTS(view.model, texts=list(texts)))

    found = predict_table(inputs.table, inputs.columns, ask, progress)
    place.empty()
    return found


def show_result(view: View, name: str, found: PredictedTable) -> None:
    """What was predicted, the rows, and the file."""
    summary = summarize_predicted(found)
    say(view, summary)
    draw_summary_table(summary, view.key("table"))
    st.download_button(
        _("File with predictions"),
        lambda: predicted_file(found, name),
        file_name=file_name(name),
        on_click="ignore",
        icon=":material/download:",
        key=view.key("download"),
    )


APPLY = Tab("apply", N_("Apply to a file"), draw_inputs, show, needs=Ability.TASK_HEAD)
