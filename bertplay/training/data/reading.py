"""From a file to the examples of a task, and the problems found on the way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from bertplay.errors import BadInput
from bertplay.files.columns import LABEL_COLUMNS, NAMES, PAIR_COLUMNS, TEXT_COLUMNS, WORD_COLUMNS, column_ending
from bertplay.files.decoding import read_file
from bertplay.files.label_values import label_column, labels_in, not_accepted, says_none
from bertplay.files.labelled import READ
from bertplay.files.sheets import TAGGED, pair_columns, read_sheet, text_column
from bertplay.files.tables import LABEL_OBJECT, MAX_GIVEN, NO_TEXT, SEVERAL_LABELS, Row, Table, has_names, read_table
from bertplay.files.tagged_tables import read_tagged
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.problem import Problem
from bertplay.training.data.examples import Example
from bertplay.training.jobs import DataSource, Task

Read = tuple[list[Example], list[Problem]]
MAX_LABEL = 60
NO_GOLD = N_("The label {label!r} says that there is none; the line is left out.")
READ_PAIR = N_("The sentences are those of the columns {text!r} and {pair!r}, the labels those of {label!r}.")
GIVE_LABELS = N_("Give a table with a column of texts and one of labels; or choose “Continue pretraining” (--task masked_words).")
COLUMN_NAMES = {"text_column": (*TEXT_COLUMNS, *WORD_COLUMNS), "pair_column": PAIR_COLUMNS, "label_column": LABEL_COLUMNS}


def read_examples(task: Task, file: Path, source: DataSource) -> Read:
    """The examples of a file and its problems. BadInput when it cannot be read as what the task needs."""
    text, doubts = read_file(file)
    if task is Task.ENTITIES:
        sentences, problems = read_tagged(text, file.name)
        examples = [Example(" ".join(one.words), words=one.words, tags=one.tags, line=one.line) for one in sentences]
    else:
        table = read_sheet(text, file.name, None) if task is Task.MASKED_WORDS else labelled_table(text, file.name, source.has_header)
        if table is None:
            return paragraphs(text), doubts
        chosen = with_columns(task, table, source, file.name)
        examples, problems = from_rows(task, table.rows, chosen)
        problems = [*said_of_columns(task, source, chosen), *table.problems, *problems]
    return examples, [*doubts, *problems]


def labelled_table(text: str, name: str, has_header: bool | None) -> Table:
    """A table of texts and labels. BadInput: words with tags, or plain text."""
    table = read_sheet(text, name, has_header)
    if table and table.columns == TAGGED:
        remedy = N_("Choose the task “Named entities” (--task entities).")
        raise BadInput(N_("This file has a tag for each word, not a label for each text."), value=name, remedy=remedy)
    table = table or read_table(text, name, has_header)
    if table.rows and len(table.fields) < 2:
        raise BadInput(N_("This file has only one column; a text and its label are needed."), value=name, remedy=GIVE_LABELS)
    return table


def with_columns(task: Task, table: Table, source: DataSource, name: str) -> DataSource:
    """The source with the column names of the table: as given (in any case), or a column with a similar name.

    BadInput names the columns that are there.
    """
    wanted = ["text_column"]
    wanted += ["pair_column"] if task is Task.PAIRS else []
    wanted += ["label_column"] if task is not Task.MASKED_WORDS else []
    if not table.rows:
        raise BadInput(N_("The table has no rows."), value=name, remedy=N_("Write one example per line, below the names of the columns."))
    if task is Task.MASKED_WORDS and not table.find((source.text_column, *TEXT_COLUMNS)):
        source = replace(source, text_column=text_column(table))
    if task is not Task.MASKED_WORDS and source.has_header is False and len(table.columns) == len(wanted):
        source = replace(source, **columns_by_content(table))  # type: ignore[arg-type]
    elif task is Task.PAIRS and not table.find((source.pair_column, *PAIR_COLUMNS)) and (pair := pair_columns(table)):
        source = replace(source, text_column=pair[0], pair_column=pair[1])
    for column in wanted:
        source = replace(source, **{column: find_column(column, getattr(source, column), table, name, source.text_column)})  # type: ignore[arg-type]
    return source


def columns_by_content(table: Table) -> dict[str, str]:
    """The columns of a table without a header that has just those of the texts and of the labels, the texts in their order."""
    other = next(name for name in reversed(table.columns) if name != table.widest)
    label = (likely_labels(table) or other) if len(table.columns) > 2 else other
    first, *second = (name for name in table.columns if name != label)
    return {"text_column": first, "label_column": label, "pair_column": second[0] if second else ""}


def evaluation_source(source: DataSource, train: Path, evaluation: Path) -> DataSource:
    """How the evaluation file is read: as the training file, or with a header and columns of its own where these differ."""
    if source.has_header:
        named = table_in(evaluation)
        if named.columns == table_in(train).columns or all(named.find([name]) for name in (source.text_column, source.label_column)):
            return source
    found = table_in(evaluation, None).columns
    has_header = found != tuple(str(number) for number in range(1, len(found) + 1))
    if not has_header and not source.has_header:
        return source
    return DataSource(source.train, source.eval, has_header=has_header, merge_labels=source.merge_labels)


def said_of_columns(task: Task, source: DataSource, chosen: DataSource) -> list[Problem]:
    """A note that says which columns were read, if neither the person nor the column names made that clear."""
    text, pair, label = chosen.text_column, chosen.pair_column, chosen.label_column
    is_named = (source.text_column, source.label_column) == (text, label)
    if task is Task.MASKED_WORDS or is_named or {name.casefold().rpartition(".")[2] for name in (text, label)} <= NAMES:
        return []
    return [Problem(lazy(READ_PAIR if task is Task.PAIRS else READ, text=text, pair=pair, label=label))]


def likely_columns(table: Table) -> dict[str, str]:
    """The initial choice of columns for texts, second texts and labels, by their names or contents."""
    text, pair = pair_columns(table) or (text_column(table), "")
    others = [name for name in table.fields if name != text] or [text]
    label = likely_labels(table, text)
    pair = pair or next((name for name in others if name != label), others[0])
    return {"text": text, "pair": pair, "label": label or others[-1]}


def likely_labels(table: Table, *texts: str) -> str | None:
    """The column of the labels, by its name, by the end of that, or as the only one in which a few values occur again and again."""
    named = label_column(table, tuple(name for name in LABEL_COLUMNS if name not in map(str.casefold, texts)))
    others = [name for name in table.columns if name not in texts]
    few = [name for name in others if table.is_of_few(name)]
    return named or column_ending(others, LABEL_COLUMNS) or (few[0] if len(few) == 1 else None)


def find_column(which: str, name: str, table: Table, file: str, text: str = "") -> str:
    """The column of the table that is meant."""
    usual = COLUMN_NAMES[which]
    if name in table.fields:
        return name
    is_default = name in ("", usual[0])
    find = label_column if which == "label_column" else Table.find
    if found := find(table, (name, *(usual if is_default else ()))):
        return found
    if is_default and has_names(table):
        likely = likely_labels(table, text) if which == "label_column" else None
        if which == "text_column" and is_prose(table, text_column(table)):
            likely = text_column(table)
        if likely:
            return likely
    names = ", ".join(repr(column) for column in table.columns[:8])
    remedy = N_(
        "Its columns are {names}. Name one of them (--text-column, --label-column), or say that the first row is data (--no-header)."
    )
    raise BadInput(lazy("{file} has no column of this name.", file=file), value=name or usual[0], remedy=lazy(remedy, names=names))


def is_prose(table: Table, column: str) -> bool:
    """Whether most cells of a column are of several words."""
    return median(len(row.text(column).split()) for row in table.rows) >= 3


def from_rows(task: Task, rows: Sequence[Row], source: DataSource) -> Read:
    """Rows of a table as examples; those without a text or a label are left out, with the reason."""
    examples, problems = [], []
    for row, value in zip(rows, labels_in(rows, source.label_column), strict=True):
        if task is not Task.MASKED_WORDS and (why := several_labels(value, source.label_column) or not_accepted(row)):
            problems.append(Problem(why, row.line, given=row.shown))
            continue
        text, pair = (row.text(column) for column in (source.text_column, source.pair_column))
        label = row.text_of(value)
        example = Example(text, "" if task is Task.MASKED_WORDS else label, pair if task is Task.PAIRS else "", line=row.line)
        if reason := why_not(task, example):
            problems.append(Problem(reason, row.line, given=row.shown))
        else:
            examples.append(example)
    nothing = says_none(frozenset(example.label for example in examples))
    problems += [Problem(lazy(NO_GOLD, label=one.label), one.line, given=one.text[:MAX_GIVEN]) for one in examples if one.label in nothing]
    return [one for one in examples if one.label not in nothing], problems


def several_labels(value: Any, column: str) -> LazyString | str:
    """Why a JSON value cannot be a label; "" if it can."""
    if isinstance(value, dict):
        return lazy(LABEL_OBJECT, name=f"{column}.{next(iter(value), '')}")
    return SEVERAL_LABELS if isinstance(value, list) else ""


def why_not(task: Task, example: Example) -> LazyString | str:
    """Why a row is not a valid example; "" if it is."""
    if not example.text or (task is Task.PAIRS and not example.pair):
        return NO_TEXT
    if not example.label and task is not Task.MASKED_WORDS:
        return N_("The label is empty; the line is left out.")
    return (
        lazy("The label has more than {most} characters; the line is left out.", most=MAX_LABEL) if len(example.label) > MAX_LABEL else ""
    )


def paragraphs(text: str) -> list[Example]:
    """Plain text: a paragraph is what is between blank lines, or a line where there are no blank lines."""
    lines = text.rstrip("\n").split("\n")
    is_one_a_line = all(line.strip() for line in lines)
    blocks = [(number, [line]) for number, line in enumerate(lines, 1)] if is_one_a_line else blocks_of(lines)
    return [Example(" ".join(" ".join(block).split()), line=first) for first, block in blocks]


def blocks_of(lines: Iterable[str]) -> list[tuple[int, list[str]]]:
    """What is between blank lines, each block with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            is_open = False
        elif is_open:
            blocks[-1][1].append(line)
        else:
            blocks.append((number, [line]))
            is_open = True
    return blocks


def table_in(file: Path, has_header: bool | None = True) -> Table:
    """The table of a file, for choosing its columns. has_header None: whether the first row names the columns is detected."""
    return labelled_table(read_file(file)[0], file.name, has_header)
