"""A model with a head, applied to a file: every row comes back, in its place, with its prediction or the reason why there is none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bertplay.errors import BadInput, BertplayError
from bertplay.files.decoding import decode
from bertplay.files.labelled import is_table, widest
from bertplay.files.tables import PAIR_COLUMNS, TEXT_COLUMNS, Row, Table, check_count, read_table
from bertplay.i18n import N_, error_text, lazy
from bertplay.results.task_heads import PredictedRow, PredictedTable, TextAnswer, TextAnswers
from bertplay.training.data.typed import PAIR_SEPARATOR

BATCH = 32
"""Texts that are asked at once: between two batches others have their turn, and the progress is said."""
QUESTIONS, PASSAGES = ("question",), ("context", "passage")
EMPTY = N_("The text is empty.")

Ask = Callable[[Sequence[str]], TextAnswers]
Progress = Callable[[int, int], None]
"""(rows that are done, all rows)"""


@dataclass(frozen=True, slots=True)
class ReadColumns:
    """The column of the texts, and that of the second texts of pairs, "" where there is none."""

    text: str
    pair: str = ""


def read_texts(raw: bytes, name: str, has_header: bool = True) -> Table:
    """The table of a file; of a plain text a column "text" with one text a line. BadInput for what is neither."""
    text, _doubts = decode(raw, name)
    if is_table(text, name.lower().rpartition(".")[2]):
        return read_table(text, name, has_header)
    rows = [Row(number, {"text": line.strip()}) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    check_count(len(rows), name)
    return Table(("text",), tuple(rows))


def columns_of(table: Table, text: str = "", pair: str = "") -> ReadColumns:
    """The columns that are meant: as named, or as they are usually called, or the one with the longest texts. BadInput: no such column."""
    if not table.rows:
        raise BadInput(N_("The table has no rows."), remedy=N_("Write one text a line, below the names of the columns."))
    known = {column.casefold(): column for column in reversed(table.columns)}
    for name in filter(None, (text, pair)):
        if name.casefold() not in known:
            remedy = lazy("Its columns are {names}.", names=", ".join(map(repr, table.columns[:8])))
            raise BadInput(N_("The file has no column of this name."), value=name, remedy=remedy)
    usual = next((known[name] for name in (*TEXT_COLUMNS, *QUESTIONS) if name in known), None)
    return ReadColumns(known[text.casefold()] if text else usual or widest(table), known[pair.casefold()] if pair else "")


def usual_pair(table: Table) -> str:
    """The column that is called like the second texts of pairs; "" for none."""
    return next((column for column in table.columns if column.casefold() in (*PAIR_COLUMNS, *PASSAGES)), "")


def predict_table(table: Table, columns: ReadColumns, ask: Ask, progress: Progress = lambda done, n: None) -> PredictedTable:
    """The prediction for each row. A row that cannot be read or answered keeps its place, with the reason."""
    rows: list[PredictedRow] = [PredictedRow(one.line, {}, None, one.text) for one in table.problems if one.line]
    activation = "softmax"
    for begin in range(0, len(table.rows), BATCH):
        progress(begin, len(table.rows))
        batch = table.rows[begin : begin + BATCH]
        texts = [text_of(row, columns) for row in batch]
        given = [text for text in texts if text]
        answers = iter(answered(given, ask))
        for row, text in zip(batch, texts, strict=True):
            answer, problem, found = next(answers) if text else (None, EMPTY, activation)
            activation = found or activation
            rows.append(PredictedRow(row.line, row.cells, answer, problem))
    progress(len(table.rows), len(table.rows))
    return PredictedTable(table.columns, tuple(sorted(rows, key=lambda row: row.line)), activation)


def text_of(row: Row, columns: ReadColumns) -> str:
    """The text of a row as a model is asked; "" where it, or the second one, is missing."""
    first = row.text(columns.text)
    if not columns.pair:
        return first
    second = row.text(columns.pair)
    return f"{first} {PAIR_SEPARATOR} {second}" if first and second else ""


def answered(texts: Sequence[str], ask: Ask) -> Iterator[tuple[TextAnswer | None, str, str]]:
    """(answer, problem, activation) of each text; asked one by one where a batch is refused."""
    if not texts:
        return
    try:
        found = ask(texts)
    except BertplayError as error:
        if len(texts) == 1:
            yield None, error_text(error), ""
            return
        for text in texts:
            yield from answered([text], ask)
        return
    yield from ((answer, "", found.activation) for answer in found.answers)
