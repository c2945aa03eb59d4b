"""Any of these files as a table with a text in each row: tables as they are, tagged words as the sentences they make."""

from collections.abc import Iterable

from bertplay.files.columns import NAMES, QUESTION_COLUMNS, TAG_COLUMNS, TEXT_COLUMNS, WORD_COLUMNS
from bertplay.files.quoting import ROW_NAMES, SEPARATORS
from bertplay.files.tables import JSON_LINES, Row, Table, check_count, read_table
from bertplay.files.tagged import Tagged, has_tags, kinds_of
from bertplay.files.tagged_tables import is_by_sentence, read_tagged

TYPES = ("csv", "tsv", "tab", "txt", "jsonl", "ndjson", "json", "conll", "conllu", "iob", "bio")
"""The names that such files have."""
CONLL = ("conll", "conllu", "iob", "bio")


def read_sheet(text: str, name: str, has_header: bool | None = None) -> Table | None:
    """The table of a file; of tagged words one with columns "text" and "tags". None for plain text, a sentence or a paragraph a line.

    has_header   whether the first row of a table names the columns; None to find it out
    """
    suffix = name.lower().rpartition(".")[2]
    if suffix in CONLL or (suffix != "csv" and f".{suffix}" not in JSON_LINES and has_tags(text)):
        return as_table(read_tagged(text, name))
    if not is_table(text, suffix):
        return None
    table = read_table(text, name, has_header)
    return as_table(read_tagged(text, name)) if is_tagged(table) else table


def is_tagged(table: Table) -> bool:
    """Whether a table has one word a row, or its words in a list that is written as text; lists of JSON are texts as they are."""
    words = table.find(WORD_COLUMNS)
    if words and table.find(TAG_COLUMNS) and not any(isinstance(row.value(words), list) for row in table.rows[:20]):
        return not is_by_sentence(table) or any(row.text(words).startswith("[") for row in table.rows[:20])
    return not words and any(kinds_of([row.text(column) for row in table.rows]) for column in table.columns[1:] if table.rows)


def is_table(text: str, suffix: str) -> bool:
    """Whether a file is a table by its name, or a text whose first line names columns: one with tabs between, or two."""
    first = text.lstrip("\n").partition("\n")[0].casefold()
    known = {separator: sum(cell.strip('" ') in NAMES for cell in first.split(separator)) for separator in SEPARATORS if separator in first}
    is_named = (
        known.get("\t", 0) > 0
        or any(count > 1 for count in known.values())
        or first.strip('"').startswith("sep=")
        or ROW_NAMES.match(text) is not None
    )
    return suffix in ("csv", "tsv", "tab") or f".{suffix}" in JSON_LINES or is_named


def as_table(tagged: Tagged) -> Table:
    """The sentences of tagged words, a row each."""
    sentences, problems = tagged
    rows = [Row(one.line, {"text": " ".join(one.words), "tags": " ".join(one.tags)}) for one in sentences]
    return Table(("text", "tags"), tuple(rows), tuple(problems))


def line_table(lines: Iterable[str], name: str) -> Table:
    """A plain text as a table: one text per line."""
    rows = [Row(number, {"text": line.strip()}) for number, line in enumerate(lines, 1) if line.strip()]
    check_count(len(rows), name)
    return Table(("text",), tuple(rows))


def text_column(table: Table) -> str:
    """The column of the texts: the one that is called so, or the one with the longest cells."""
    return table.find((*TEXT_COLUMNS, *QUESTION_COLUMNS, *WORD_COLUMNS)) or table.widest
