"""Sentences as a reader brings them: lines that were typed or pasted, or a file; each with a label, if it has one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bertplay.errors import BadInput
from bertplay.files.columns import LABEL_COLUMNS, TAG_COLUMNS, TEXT_COLUMNS, column_ending, column_named
from bertplay.files.decoding import decode
from bertplay.files.label_values import label_column, labels_in
from bertplay.files.sheets import read_sheet, text_column
from bertplay.files.tables import NO_TEXT, Row, Table
from bertplay.i18n import N_, lazy
from bertplay.results.problem import Problem
from bertplay.text import without_surrogates

MOST_SENTENCES = 2_000
MOST_LABEL_CHARACTERS = 40
LIST_LABEL = N_("The label is a list; the sentence is read without one.")
READ = N_("The sentences are those of the column {text!r}, the labels those of {label!r}.")
READ_TEXT = N_("The sentences are those of the column {text!r}; none is read as labels.")
LEFT_OUT = N_("Only the first {most:,} of {n:,} sentences are used.")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Sentences and the label of each, "" where it has none; and what was wrong: lines that were left out, sentences over the limit."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def as_lines(self) -> str:
        """The way back: one line each, "label | sentence"."""
        return "\n".join(f"{label} | {text}" if label else text for text, label in zip(self.texts, self.labels, strict=True))


def from_lines(text: str) -> Labelled:
    """One sentence a line; before it its label with a bar or a tab between, if it has one.

    "river | We sat on the bank." -> sentence "We sat on the bank.", label "river"
    """
    return limited([labelled_line(line) for line in without_surrogates(text).splitlines() if line.strip()])


def labelled_line(line: str) -> tuple[str, str]:
    """(sentence, label)"""
    for between in ("\t", " | "):
        label, found, text = line.partition(between)
        if found and text.strip() and len(label.strip()) <= MOST_LABEL_CHARACTERS:
            return text.strip(), label.strip()
    return line.strip(), ""


def read_labelled(raw: bytes, name: str) -> Labelled:
    """The sentences of a file, by its name: of a table, of words with tags, otherwise one a line. BadInput when there is none.

    Of a table they are in a column that is called "text", "sentence" or the like, or in the one with the longest cells; labels are in
    a column "label", "sense" or the like, or in the other column when there are just two.
    """
    text, doubts = decode(raw, name)
    table = read_sheet(text, name)
    found = from_lines(text) if table is None else of_table(table)
    if not found.texts:
        raise BadInput(N_("This file has no sentences."), value=name, remedy=N_("Give a file with one sentence per row."))
    return Labelled(found.texts, found.labels, (*doubts, *found.problems))


def of_table(table: Table) -> Labelled:
    """The sentences of a table and their labels; which columns were read is said where there are others."""
    if not table.rows:
        return Labelled((), (), table.problems)
    at_text = text_column(table)
    named = label_column(table, tuple(name for name in LABEL_COLUMNS if name != at_text.casefold()))
    at_label = named or column_ending([name for name in table.columns if name != at_text], LABEL_COLUMNS) or other_of_two(table, at_text)
    labels = labels_in(table.rows, at_label or "")
    pairs = [(in_one_line(row.text(at_text)), label_of(one)) for row, one in zip(table.rows, labels, strict=True) if row.text(at_text)]
    problems = [Problem(NO_TEXT, row.line, given=row.shown) for row in table.rows if not row.text(at_text)]
    lists = [Problem(LIST_LABEL, row.line, given=row.shown) for row, one in zip(table.rows, labels, strict=True) if is_nested(one)]
    is_clear = set(table.columns) <= {at_text, at_label} or at_text.casefold() in TEXT_COLUMNS[:3]
    notes = [] if is_clear else [Problem(lazy(READ if at_label else READ_TEXT, text=at_text, label=at_label))]
    return limited(pairs, (*notes, *table.problems, *problems, *lists))


def other_of_two(table: Table, at_text: str) -> str | None:
    """The other column of two, unless it has tags or lists."""
    others = [column for column in table.columns if column != at_text]
    is_plain = len(table.columns) == 2 and len(others) == 1 and not column_named(others, TAG_COLUMNS)
    return others[0] if is_plain and not any(is_nested(row.value(others[0])) for row in table.rows) else None


def label_of(value: Any) -> str:
    """A label as text; "" where there is none, or several."""
    return "" if is_nested(value) else in_one_line(Row.text_of(value))[:MOST_LABEL_CHARACTERS]


def is_nested(value: Any) -> bool:
    """Whether a value of JSON is several."""
    return isinstance(value, list | dict)


def limited(pairs: Sequence[tuple[str, str]], problems: Iterable[Problem] = ()) -> Labelled:
    """The first 2,000; it is said when there are more."""
    kept = pairs[:MOST_SENTENCES]
    over = [Problem(lazy(LEFT_OUT, most=MOST_SENTENCES, n=len(pairs)))] if len(pairs) > len(kept) else []
    return Labelled(tuple(text for text, _ in kept), tuple(label for _, label in kept), (*problems, *over))


def in_one_line(text: str) -> str:
    return " ".join(text.split())
