"""Any of these files as a table with a text in each row: tables as they are, tagged words as the sentences they make."""

from collections.abc import Iterable
from itertools import pairwise

from bertplay.files.columns import (
    PAIR_COLUMNS,
    PASSAGE_COLUMNS,
    QUESTION_COLUMNS,
    SENTENCE_COLUMNS,
    TAG_COLUMNS,
    TEXT_COLUMNS,
    WORD_COLUMNS,
    column_ending,
)
from bertplay.files.json_values import is_records
from bertplay.files.quoting import has_tabs, names_columns
from bertplay.files.tables import Row, Table, check_count, read_table
from bertplay.files.tagged import Tagged, has_tags
from bertplay.files.tagged_tables import is_by_sentence, read_tagged, token_lists
from bertplay.files.tags import is_plain, kinds_of

TAGGED = ("text", "tags")
"""The columns of tagged words as a table."""
CONLL = ("conll", "conllu", "iob", "bio")
TABLES = ("csv", "tsv", "tab")


def read_sheet(text: str, name: str, has_header: bool | None = None) -> Table | None:
    """The table of a file; of tagged words one with columns "text" and "tags". None for plain text, a sentence or a paragraph a line.

    has_header   whether the first row of a table names the columns; None to find it out
    """
    suffix = name.lower().rpartition(".")[2]
    if not is_records(text, name):
        if (has_tags(text) and suffix != "csv") or (suffix in CONLL and not names_columns(text)):
            return as_table(read_tagged(text, name))
        if suffix not in TABLES and not names_columns(text) and not has_tabs(text):
            return None
    table = read_table(text, name, has_header)
    return as_table(read_tagged(text, name)) if is_tagged(table) else table


def is_tagged(table: Table) -> bool:
    """Whether a table has one word a row and says where sentences end, or its words in a list that is written as text.

    Lists of JSON are texts as they are.
    """
    if any(True for row in table.rows[:20] for _ in token_lists(list(row.cells.values()))):
        return True
    words, tags, texts = table.find(WORD_COLUMNS), table.find(TAG_COLUMNS), table.find((*WORD_COLUMNS, *TEXT_COLUMNS))
    if texts and is_by_sentence(table):
        return any(str(row.value(texts)).startswith("[") and not isinstance(row.value(texts), list) for row in table.rows[:20])
    if words and tags and not any(isinstance(row.value(words), list) for row in table.rows[:20]):
        found = [row.text(tags) for row in table.rows]
        return ends_sentences(table) and (bool(kinds_of(found)) or is_plain(found))
    return not words and any(kinds_of([row.text(column) for row in table.rows]) for column in table.columns[1:] if table.rows)


def ends_sentences(table: Table) -> bool:
    """Whether a table of words has a column with the numbers of their sentences, or blank lines between these."""
    return bool(table.find(SENTENCE_COLUMNS)) or any(after.line > before.line + 1 for before, after in pairwise(table.rows))


def as_table(tagged: Tagged) -> Table:
    """The sentences of tagged words, a row each."""
    sentences, problems = tagged
    rows = [Row(one.line, {"text": " ".join(one.words), "tags": " ".join(one.tags)}) for one in sentences]
    return Table(TAGGED, tuple(rows), tuple(problems))


def line_table(lines: Iterable[str], name: str) -> Table:
    """A plain text as a table: one text per line."""
    rows = [Row(number, {"text": line.strip()}) for number, line in enumerate(lines, 1) if line.strip()]
    check_count(len(rows), name)
    return Table(("text",), tuple(rows))


def text_column(table: Table) -> str:
    """The column of the texts: the one that is called so, or the one with the longest cells."""
    known = (*TEXT_COLUMNS, *QUESTION_COLUMNS, *WORD_COLUMNS)
    return table.find(known) or column_ending(table.columns, TEXT_COLUMNS) or table.widest


def pair_columns(table: Table) -> tuple[str, str] | None:
    """The columns of two texts: those of sentences, or a question and what may answer it, as QNLI and BoolQ have them."""
    first, second = table.find(TEXT_COLUMNS), table.find(PAIR_COLUMNS)
    if first and second and first != second:
        return first, second
    question, passage = table.find(QUESTION_COLUMNS), table.find((*PASSAGE_COLUMNS, *TEXT_COLUMNS))
    return (question, passage) if question and passage else None
