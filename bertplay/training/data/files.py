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
from bertplay.wording import Later, later, mark

MOST_BYTES = 10_000_000
MOST_COLUMNS = 200
MOST_CELL = 100_000  # characters
SAVE_AS_TEXT = mark("Save it as CSV, TSV, JSONL or CoNLL in UTF-8.")
BINARY = {
    b"PK\x03\x04": mark("a zip or Excel file"),
    b"\xd0\xcf\x11\xe0": mark("an old Excel or Word file"),
    b"\x1f\x8b": mark("a gzip file"),
    b"%PDF": mark("a PDF"),
    b"\x89PNG": mark("a picture"),
    b"\xff\xd8\xff": mark("a picture"),
    b"PAR1": mark("a parquet file"),
    b"SQLite format": mark("a database"),
}
UTF16 = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[int, dict[str, Any]]
"""The line where it begins, and its cells by column."""


def read_text(file: Path) -> str:
    """The text of a file, with "\\n" at the end of its lines. BadInput when it is none in UTF-8, or has over 10 MB."""
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise BadInput(
                later("The file has {size:,} bytes; {most:,} is the most.", size=size, most=MOST_BYTES),
                value=file.name,
                remedy=mark("Take a part of it."),
            )
        raw = file.read_bytes()
    except OSError as error:
        raise BadInput(mark("The file cannot be read."), value=str(file), remedy=mark("Check its name and that it may be read.")) from error
    return decode(raw, file.name)


def decode(raw: bytes, name: str) -> str:
    """The bytes of a text file as text."""
    for magic, what in BINARY.items():
        if raw.startswith(magic):
            raise BadInput(later("This is {what}, not a text file.", what=later(what)), value=name, remedy=SAVE_AS_TEXT)
    if raw.startswith(UTF16) or (len(raw) > 3 and raw[1:4:2] == b"\0\0"):
        raise BadInput(mark("This file is written in UTF-16."), value=name, remedy=mark("Save it in UTF-8."))
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise BadInput(later("Line {line:,} holds a NUL, so this is no text file.", line=line), value=name, remedy=SAVE_AS_TEXT)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            later("Line {line:,} is not written in UTF-8.", line=line), value=name, remedy=mark("Save the file in UTF-8.")
        ) from error
    if not text.strip():
        raise BadInput(mark("The file is empty."), value=name, remedy=mark("Give one example a line."))
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
        line = reader.line_num
        unclosed = later("Line {line:,} cannot be read: its quotation marks do not close.", line=line)
        problem = too_long_cell(line) if too_long else unclosed
        remedy = mark("Shorten it.") if too_long else mark('Write a quotation mark inside a cell twice: "".')
        raise BadInput(problem, value=name, remedy=remedy) from error


def table_rows(reader: Any, name: str) -> Iterator[Row]:
    """Rows as dicts; a cell too many or too few is an error at its line."""
    columns = [cell.strip() for cell in next(reader)]
    if len(columns) > MOST_COLUMNS:
        raise BadInput(
            later("The table has {n:,} columns; {most} is the most.", n=len(columns), most=MOST_COLUMNS),
            value=name,
            remedy=mark("Leave out some."),
        )
    if len(set(columns)) < len(columns):
        twice = next(column for column in columns if columns.count(column) > 1)
        raise BadInput(mark("Two columns of the table have the same name."), value=twice, remedy=mark("Rename one of them."))
    begins, count = reader.line_num + 1, 0
    for cells in reader:
        line, begins, count = begins, reader.line_num + 1, count + 1
        if not cells:
            continue
        if len(cells) != len(columns):
            problem = later(
                "Line {line:,} has {n} cells, and the first line names {columns} columns.", line=line, n=len(cells), columns=len(columns)
            )
            raise BadInput(problem, value=name, remedy=mark("Put a cell that holds the separator into quotation marks."))
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
            raise BadInput(
                later("Line {line:,} is not JSON.", line=number), value=name, remedy=mark('Write one object a line: {"text": …}.')
            ) from error
        if not isinstance(values, dict) or len(values) > MOST_COLUMNS:
            problem = later("Line {line:,} is not an object of at most {most} fields.", line=number, most=MOST_COLUMNS)
            raise BadInput(problem, value=name, remedy=mark('Write one object a line: {"text": "…", "label": "…"}.'))
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
        raise BadInput(too_long_cell(line), value=name, remedy=mark("Shorten it."))


def too_long_cell(line: int) -> Later:
    """What is said of a cell that no model could read."""
    return later("Line {line:,} cannot be read: a cell has more than {most:,} characters.", line=line, most=MOST_CELL)


def check_rows(count: int, name: str) -> None:
    """There are not too many examples."""
    if count > MOST_EXAMPLES:
        raise BadInput(
            later("The file has more than {most:,} examples.", most=MOST_EXAMPLES), value=name, remedy=mark("Take a part of it.")
        )
