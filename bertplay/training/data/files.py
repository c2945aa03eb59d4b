"""From a file to rows of text: what is no text file is refused before anything is parsed.

Every refusal is a BadInput: one sentence, fast, whatever the file claims to be.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bertplay.errors import BadInput
from bertplay.training.config import MOST_EXAMPLES

MOST_BYTES = 10_000_000
MOST_COLUMNS = 200
MOST_CELL = 100_000  # characters
SAVE_AS_TEXT = "Save it as CSV, TSV, JSONL or CoNLL in UTF-8."
BINARY = {
    b"PK\x03\x04": "a zip or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a parquet file",
    b"SQLite format": "a database",
}
UTF16 = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[int, dict[str, Any]]
"""The line where it begins, and its cells by column."""


def read_text(file: Path) -> str:
    """The text of a file, with "\\n" at the end of its lines. BadInput when it is none in UTF-8, or has over 10 MB."""
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise BadInput(f"The file has {size:,} bytes; {MOST_BYTES:,} is the most.", value=file.name, remedy="Take a part of it.")
        raw = file.read_bytes()
    except OSError as error:
        raise BadInput("The file cannot be read.", value=str(file), remedy="Check its name and that it may be read.") from error
    return decode(raw, file.name)


def decode(raw: bytes, name: str) -> str:
    """The bytes of a text file as text."""
    for magic, what in BINARY.items():
        if raw.startswith(magic):
            raise BadInput(f"This is {what}, not a text file.", value=name, remedy=SAVE_AS_TEXT)
    if raw.startswith(UTF16) or (len(raw) > 3 and raw[1:4:2] == b"\0\0"):
        raise BadInput("This file is written in UTF-16.", value=name, remedy="Save it in UTF-8.")
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise BadInput(f"Line {line:,} holds a NUL, so this is no text file.", value=name, remedy=SAVE_AS_TEXT)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(f"Line {line:,} is not written in UTF-8.", value=name, remedy="Save the file in UTF-8.") from error
    if not text.strip():
        raise BadInput("The file is empty.", value=name, remedy="Give one example a line.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows_of_table(text: str, name: str) -> list[Row]:
    """The rows of a CSV or TSV text; its first line names the columns, its separator is found by looking."""
    first = text[: text.find("\n")] if "\n" in text else text
    separator = max("\t,;", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        return list(table_rows(reader, name))
    except csv.Error as error:
        too_long = "field larger" in str(error)
        problem = "a cell has more than 100,000 characters" if too_long else "its quotation marks do not close"
        remedy = "Shorten it." if too_long else 'Write a quotation mark inside a cell twice: "".'
        raise BadInput(f"Line {reader.line_num:,} cannot be read: {problem}.", value=name, remedy=remedy) from error


def table_rows(reader: Any, name: str) -> Iterator[Row]:
    """Rows as dicts; a cell too many or too few is an error at its line."""
    columns = [cell.strip() for cell in next(reader)]
    if len(columns) > MOST_COLUMNS:
        raise BadInput(f"The table has {len(columns):,} columns; {MOST_COLUMNS} is the most.", value=name, remedy="Leave out some.")
    if len(set(columns)) < len(columns):
        twice = next(column for column in columns if columns.count(column) > 1)
        raise BadInput("Two columns of the table have the same name.", value=twice, remedy="Rename one of them.")
    begins, count = reader.line_num + 1, 0
    for cells in reader:
        line, begins, count = begins, reader.line_num + 1, count + 1
        if not cells:
            continue
        if len(cells) != len(columns):
            problem = f"Line {line:,} has {len(cells)} cells, and the first line names {len(columns)} columns."
            raise BadInput(problem, value=name, remedy="Put a cell that holds the separator into quotation marks.")
        check_cells(line, cells, name)
        check_rows(count, name)
        yield line, dict(zip(columns, cells, strict=True))


def rows_of_jsonl(text: str, name: str) -> list[Row]:
    """The rows of a JSONL text: one object a line."""
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"Line {number:,} is not JSON.", value=name, remedy='Write one object a line: {"text": …}.') from error
        if not isinstance(values, dict) or len(values) > MOST_COLUMNS:
            problem = f"Line {number:,} is not an object of at most {MOST_COLUMNS} fields."
            raise BadInput(problem, value=name, remedy='Write one object a line: {"text": "…", "label": "…"}.')
        check_cells(number, [value for value in values.values() if isinstance(value, str)], name)
        rows.append((number, values))
        check_rows(len(rows), name)
    return rows


def blocks_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The parts between blank lines, each with the number of its first line: sentences of CoNLL, paragraphs of prose."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def columns_of(file: Path) -> tuple[str, ...]:
    """The names of a file's columns, for a reader who maps them; none of CoNLL and plain text."""
    text = read_text(file)
    if file.suffix.lower() in (".csv", ".tsv"):
        rows = rows_of_table(text, file.name)
    elif file.suffix.lower() in (".jsonl", ".ndjson"):
        rows = rows_of_jsonl(text, file.name)
    else:
        return ()
    return tuple(rows[0][1]) if rows else tuple(cell.strip() for cell in re.split("[\t,;]", text.split("\n")[0]))


def check_cells(line: int, cells: list[str], name: str) -> None:
    """No cell is longer than any model could read."""
    if max(map(len, cells), default=0) > MOST_CELL:
        raise BadInput(f"Line {line:,} cannot be read: a cell has more than {MOST_CELL:,} characters.", value=name, remedy="Shorten it.")


def check_rows(count: int, name: str) -> None:
    """There are not too many examples."""
    if count > MOST_EXAMPLES:
        raise BadInput(f"The file has more than {MOST_EXAMPLES:,} examples.", value=name, remedy="Take a part of it.")
