"""Sentences as a reader brings them: lines that were typed or pasted, or a file; each with a label, if it has one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bertplay.errors import BadInput
from bertplay.files.decoding import decode
from bertplay.files.tables import (
    JSON_LINES,
    LABEL_COLUMNS,
    NO_TEXT,
    TEXT_COLUMNS,
    Row,
    Table,
    read_rows,
    read_table,
)
from bertplay.files.tagged import TAG_NAMES, WORD_NAMES, TaggedSentence, column_named, has_tags, tagged_table, tagged_text
from bertplay.i18n import N_, lazy
from bertplay.results.problem import Problem
from bertplay.text import without_surrogates

MOST_SENTENCES = 2_000
MOST_LABEL_CHARACTERS = 40
NAMES = frozenset((*TEXT_COLUMNS, *LABEL_COLUMNS, *WORD_NAMES))
"""A row with one of these is no data."""
LIST_LABEL = N_("The label is a list; the sentence is read without one.")
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
    a column "label", "sense" or the like, or in the other column when there are just two. Its first row names the columns when one of
    these names is there.
    """
    text, doubts = decode(raw, name)
    suffix = name.lower().rpartition(".")[2]
    if suffix == "conll" or (suffix != "csv" and has_tags(text)):
        found = of_tagged(*tagged_text(text, name))
    else:
        found = of_table(text, name) if is_table(text, suffix) else from_lines(text)
    if not found.texts:
        raise BadInput(N_("This file has no sentences."), value=name, remedy=N_("Give one with a sentence in each row."))
    return Labelled(found.texts, found.labels, (*doubts, *found.problems))


def of_table(text: str, name: str) -> Labelled:
    """The sentences of a table and their labels; of one with a word in each row, its sentences."""
    table, has_header = open_table(text, name)
    if column_named(table, WORD_NAMES) and column_named(table, TAG_NAMES):
        return of_tagged(*tagged_table(table, name))
    at_text = column_named(table, TEXT_COLUMNS) or widest(table)
    at_label = column_named(table, LABEL_COLUMNS) if has_header else None
    if at_label is None and len(table.columns) == 2:
        at_label = next(column for column in table.columns if column != at_text)
    pairs = [(in_one_line(row.text(at_text)), label_in(row, at_label)) for row in table.rows if row.text(at_text)]
    problems = [Problem(NO_TEXT, row.line) for row in table.rows if not row.text(at_text)]
    lists = [Problem(LIST_LABEL, row.line) for row in table.rows if at_label and isinstance(row.cells.get(at_label), list)]
    return limited(pairs, (*table.problems, *problems, *lists))


def label_in(row: Row, column: str | None) -> str:
    """The label of a row; "" where it has none, or several."""
    return in_one_line(row.text(column))[:MOST_LABEL_CHARACTERS] if column and not isinstance(row.cells.get(column), list) else ""


def is_table(text: str, suffix: str) -> bool:
    """Whether a file is a table by its name, or a text whose first line names columns with tabs between."""
    cells = text.partition("\n")[0].casefold().split("\t")
    return suffix in ("csv", "tsv") or f".{suffix}" in JSON_LINES or (len(cells) > 1 and any(cell.strip() in NAMES for cell in cells))


def open_table(text: str, name: str) -> tuple[Table, bool]:
    """The table, and whether its columns have names."""
    if name.lower().endswith(JSON_LINES):
        return read_table(text, name), True
    (first, *_rest), _problems = read_rows(text, name)
    has_header = any(cell.casefold() in NAMES for cell in first[1])
    return read_table(text, name, has_header), has_header


def of_tagged(sentences: Iterable[TaggedSentence], problems: Iterable[Problem]) -> Labelled:
    """Words with tags as sentences, without their tags."""
    return limited([(" ".join(sentence.words), "") for sentence in sentences], problems)


def limited(pairs: Sequence[tuple[str, str]], problems: Iterable[Problem] = ()) -> Labelled:
    """The first 2,000; it is said when there are more."""
    kept = pairs[:MOST_SENTENCES]
    over = [Problem(lazy(LEFT_OUT, most=MOST_SENTENCES, n=len(pairs)))] if len(pairs) > len(kept) else []
    return Labelled(tuple(text for text, _ in kept), tuple(label for _, label in kept), (*problems, *over))


def widest(table: Table) -> str:
    """The column whose cells have most characters together."""
    return max(table.columns, key=lambda column: sum(len(row.text(column)) for row in table.rows))


def in_one_line(text: str) -> str:
    return " ".join(text.split())
