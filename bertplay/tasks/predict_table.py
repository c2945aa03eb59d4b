"""Applies a model with a head to a file: every row is returned in order, with its prediction or the reason why there is none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bertplay.errors import BadInput, BertplayError
from bertplay.files.columns import PAIR_COLUMNS, PASSAGE_COLUMNS, QUESTION_COLUMNS
from bertplay.files.decoding import decode
from bertplay.files.questions import with_questions
from bertplay.files.sheets import line_table, pair_columns, read_sheet, text_column
from bertplay.files.tables import Row, Table, in_its_line
from bertplay.i18n import N_, error_text, lazy
from bertplay.models.catalog import find_model, folder_without_head, spec_of_folder
from bertplay.models.heads import Head, HeadKind
from bertplay.models.inspection import CONFIG
from bertplay.models.spec import Hub
from bertplay.results.problem import Problem
from bertplay.results.task_heads import AnswerScore, PassageAnswers, PredictedRow, PredictedTable, TextAnswer, TextAnswers
from bertplay.tasks.squad_scores import GOLD_COLUMNS, gold_answers, score_answer
from bertplay.training.data.typed import PAIR_SEPARATOR
from bertplay.training.jobs import Task
from bertplay.training.record import RECORD, read_record

BATCH = 32
"""Texts that are asked at once: between two batches others have their turn, and the progress is said."""
EMPTY = N_("The text is empty.")
READ = N_("Column read: {text!r}.")
READ_TWO = N_("Columns read: {text!r} and {pair!r}.")

Answers = tuple[Sequence[TextAnswer | PassageAnswers], str]
"""The answers in their order, and the activation that made probabilities of logits."""
Ask = Callable[[Sequence[tuple[str, str]]], Answers]
"""Texts, each with the second text of its pair, the passage of its question, or ""."""
Progress = Callable[[int, int], None]
"""(rows that are done, all rows)"""


class Reads(StrEnum):
    """The input of a model: a text, a pair, either, or a question with its passage."""

    TEXT = "text"
    PAIR = "pair"
    EITHER = "either"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class ReadColumns:
    """The column of the texts, and that of the second texts of pairs or of passages, "" where there is none."""

    text: str
    pair: str = ""


def what_it_reads(model: str | Path) -> Reads:
    """What a model of the catalog, or of a folder, is asked about. Of one that comes from elsewhere no file says whether it wants pairs."""
    head: Head | None = None
    folder = model if isinstance(model, Path) else folder_without_head(model)
    if folder is None:
        spec = find_model(str(model))
        head, folder = spec.head, None if isinstance(spec.source, Hub) else spec.source.folder
    elif (folder / CONFIG).is_file():
        head = spec_of_folder("folder", folder).head
    if folder is not None and (folder / RECORD).is_file():
        return Reads.PAIR if read_record(folder).task is Task.PAIRS else Reads.TEXT
    if head is None or head.kind is HeadKind.ENTITIES:
        return Reads.TEXT
    return Reads.QUESTION if head.kind is HeadKind.QUESTION_ANSWERING else Reads.EITHER


def read_texts(raw: bytes, name: str, has_header: bool | None = None) -> Table:
    """The table of a file, of words with tags their sentences, of a plain text one text per line. BadInput for what is none of them.

    What was doubtful in it is among its problems, without a line: its rows are there.
    """
    text, doubts = decode(raw, name)
    table = read_sheet(text, name, has_header) or line_table(text.split("\n"), name)
    notes = (Problem(in_its_line(doubt)) for doubt in doubts)
    table = with_questions(replace(table, problems=(*notes, *table.problems)), name)
    if not table.rows:
        raise BadInput(N_("The table has no rows."), value=name, remedy=N_("Write one text per line, below the names of the columns."))
    return table


def columns_of(table: Table, reads: Reads = Reads.EITHER, text: str = "", pair: str = "") -> ReadColumns:
    """The columns that are meant: as named, or as they are usually called, or the one with the longest texts.

    BadInput: no such column, a second one for a model that reads single texts, or none for one that reads two.
    """
    first, second = (named(table, name) if name else "" for name in (text, pair))
    if reads is Reads.QUESTION:
        first = first or table.find(QUESTION_COLUMNS) or missing(table, N_("The column of the questions was not found."))
        return ReadColumns(first, second or table.find(PASSAGE_COLUMNS) or missing(table, N_("The column of the passages was not found.")))
    if reads is not Reads.TEXT and not first and not second and (both := pair_columns(table)):
        return ReadColumns(*both)
    first = first or text_column(table)
    if reads is Reads.TEXT:
        if second:
            raise BadInput(N_("This model reads one text at a time, no pairs."), value=second, remedy=N_("Leave the second column out."))
        return ReadColumns(first)
    usual = table.find((*PAIR_COLUMNS, *PASSAGE_COLUMNS)) or ""
    second = second or (usual if usual != first else "")
    if reads is Reads.PAIR and not second:
        missing(table, N_("This model reads pairs, and the column of the second texts was not found."))
    return ReadColumns(first, second)


def named(table: Table, name: str) -> str:
    """The column of this name, in any case."""
    fields = table.fields
    return name if name in fields else table.find((name,)) or missing(table, N_("The file has no column of this name."), name)


def missing(table: Table, problem: str, name: str | None = None) -> str:
    """BadInput: names the columns that are there."""
    raise BadInput(problem, value=name, remedy=lazy("Its columns are {names}.", names=", ".join(map(repr, table.columns[:8]))))


def asks_texts(ask: Callable[[Sequence[str]], TextAnswers]) -> Ask:
    """The labels of texts, a pair written as in `predict`."""

    def asked(given: Sequence[tuple[str, str]]) -> Answers:
        found = ask([f"{first} {PAIR_SEPARATOR} {second}" if second else first for first, second in given])
        return found.answers, found.activation

    return asked


def asks_questions(ask: Callable[[str, str], PassageAnswers]) -> Ask:
    """The answers to questions, each from its passage."""
    return lambda given: ([ask(question, passage) for question, passage in given], "")


def predict_table(table: Table, columns: ReadColumns, ask: Ask, progress: Progress = lambda done, n: None) -> PredictedTable:
    """The prediction for each row. A row that cannot be read or answered keeps its place, with the reason."""
    rows = [PredictedRow(one.line, {}, None, problem_text(one)) for one in table.problems if one.line]
    gold = table.find(GOLD_COLUMNS)
    activation = "softmax"
    for begin in range(0, len(table.rows), BATCH):
        progress(begin, len(table.rows))
        batch = table.rows[begin : begin + BATCH]
        texts = [texts_of(row, columns) for row in batch]
        answers = answered([text for text in texts if text], ask)
        for row, text in zip(batch, texts, strict=True):
            answer, problem, found = next(answers) if text else (None, EMPTY, activation)
            activation = found or activation
            rows.append(PredictedRow(row.line, row.cells, answer, problem, scored(answer, row, gold)))
    progress(len(table.rows), len(table.rows))
    read = lazy(READ_TWO if columns.pair else READ, text=columns.text, pair=columns.pair)
    notes = (*([read] if len(table.columns) > 1 else []), *(one.text for one in table.problems if not one.line))
    return PredictedTable(table.columns, tuple(sorted(rows, key=lambda row: row.line)), activation, notes)


def scored(answer: TextAnswer | PassageAnswers | None, row: Row, gold: str | None) -> AnswerScore | None:
    """How near the answer to a question comes to the gold answers; None where its row has none."""
    known = gold_answers(row, gold) if gold and isinstance(answer, PassageAnswers) else None
    if known is None or not isinstance(answer, PassageAnswers):
        return None
    return score_answer(answer.best.text if answer.best else "", known)


def problem_text(problem: Problem) -> str:
    """Why a line cannot be read as a row, with its content."""
    return lazy("{problem} Given: {given}", problem=lazy(problem.text), given=problem.given) if problem.given else problem.text


def texts_of(row: Row, columns: ReadColumns) -> tuple[str, str] | None:
    """The texts of a row; None if one is missing."""
    first, second = row.text(columns.text), row.text(columns.pair) if columns.pair else ""
    return (first, second) if first and (second or not columns.pair) else None


def answered(texts: Sequence[tuple[str, str]], ask: Ask) -> Iterator[tuple[TextAnswer | PassageAnswers | None, str, str]]:
    """(answer, problem, activation) of each text; asked one by one where a batch is refused."""
    if not texts:
        return
    try:
        found, activation = ask(texts)
    except BertplayError as error:
        if len(texts) == 1:
            yield None, error_text(error), ""
            return
        for text in texts:
            yield from answered([text], ask)
        return
    yield from ((answer, "", activation) for answer in found)
