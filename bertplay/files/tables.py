"""CSV, TSV and JSON lines as a table."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bertplay.errors import BadInput
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.problem import Problem

SEPARATORS = [",", ";", "\t", "|"]
JSON_LINES = (".jsonl", ".ndjson", ".json")
TEXT_COLUMNS = ("text", "sentence", "sentences", "sentence1", "first", "premise", "#1 string", "review", "content", "message")
PAIR_COLUMNS = ("pair", "sentence2", "second", "hypothesis", "#2 string")
LABEL_COLUMNS = ("label", "labels", "class", "category", "quality", "sentiment", "sense", "target", "gold_label")
"""What columns are called in the files of GLUE, of the hub and of spreadsheets; the first is what bertplay itself writes."""
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 100_000  # characters
MAX_LINES_OF_A_ROW = 200  # a quotation mark that is still open then was never meant to open a cell
SNIFFED = 20_000  # characters; enough for any separator, and quick
LONG_RUN = re.compile(r"([\w.-]{200})[\w.-]+")  # clevercsv looks for addresses in it, in a time that grows with its square
BAD_SHARE = 0.1
SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)
UNCLOSED = N_("A quotation mark is opened and never closed; the line is left out.")
TOO_LONG = N_("A cell has more than 100,000 characters; the line is left out.")
NO_TEXT = N_("The text is empty; the line is left out.")
SEVERAL_LABELS = N_("The label is a list. One label for each text is needed; the line is left out.")
NOT_AN_OBJECT = N_('This is not a JSON object such as {"text": "…", "label": "…"}; the line is left out.')


@dataclass(frozen=True, slots=True)
class Row:
    """line: where it begins, counted from 1; cells: by column, text of a CSV, any value of JSON, None for one that is missing"""

    line: int
    cells: dict[str, Any]

    def text(self, column: str) -> str:
        """A cell as text, without the blanks around it; "" where it is missing. JSON may have numbers and booleans."""
        value = self.cells.get(column)
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file: the names of its columns in their order, its rows, and the lines that are no row."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoting:
    """How a text is cut into cells; quote "": a quotation mark is a character like any other."""

    separator: str
    quote: str


def read_table(text: str, name: str, has_header: bool = True) -> Table:
    """The table of a text, by the name of its file: JSON lines, or what spreadsheets, pandas and corpora write.

    has_header   whether the first row names the columns; otherwise they are called "1", "2", …
    """
    if name.lower().endswith(JSON_LINES):
        return json_table(text, name)
    return rows_of(*lines_of(text, name), name, has_header)


def read_rows(text: str, name: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows of a table whose rows need not be equally long, each with its line, counted from 1; and the lines that are no row."""
    if name.lower().endswith(JSON_LINES):
        table = json_table(text, name)
        return [(row.line, [row.text(column) for column in table.columns]) for row in table.rows], list(table.problems)
    found = list(cut_rows(*lines_of(text, name), lambda _: True))
    return [(line, cells) for line, cells in found if cells is not None], [
        Problem(UNCLOSED, line) for line, cells in found if cells is None
    ]


def lines_of(text: str, name: str) -> tuple[list[str], "Quoting"]:
    """The lines of a table and how they are cut; the first line "sep=;", which Excel understands, is emptied."""
    line = SEPARATOR_LINE.match(text)
    separator = line[1] if line else "\t" if name.lower().endswith(".tsv") and "\t" in text.partition("\n")[0] else ""
    body = "\n" + text[line.end() :] if line else text
    return body.split("\n"), find_quoting(body, separator)


def find_quoting(text: str, separator: str = "") -> Quoting:
    """The separator, unless it is known, and the quotation mark, as clevercsv finds them (van den Burg, Nazábal and Sutton 2019).

    It is shown the beginning, and the lines around the first quotation mark where that comes later. What it finds nothing in is a
    CSV as RFC 4180 has it.
    """
    begins = text.rfind("\n", 0, max(text.find('"'), 0)) + 1
    samples = dict.fromkeys((text[:SNIFFED], text[begins : begins + SNIFFED]))
    found = [quoting for sample in samples if (quoting := sniff(sample.lstrip("\n"), separator))]
    if not found:
        return Quoting(separator or ",", '"')
    return Quoting(found[0].separator, max(quoting.quote for quoting in found))


def sniff(sample: str, separator: str) -> Quoting | None:
    """What clevercsv finds in a sample; None when that is nothing."""
    from clevercsv import Sniffer
    from clevercsv.exceptions import Error, NoDetectionResult

    try:
        found = Sniffer().sniff(LONG_RUN.sub(r"\1", sample), delimiters=[separator] if separator else SEPARATORS)
    except (Error, NoDetectionResult, ValueError, RecursionError):  # it takes a cell for JSON: a number of 5,000 digits
        return None
    return Quoting(separator or found.delimiter or ",", found.quotechar) if found is not None and found.quotechar in ("", '"') else None


def rows_of(lines: Sequence[str], quoting: Quoting, name: str, has_header: bool) -> Table:
    """The rows as cells by column; what has too many or too few cells, or a quotation mark too much, is left out."""
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    problems: list[Problem] = []
    records = cut_rows(lines, quoting, lambda cells: not columns or fits(cells, columns))
    for line, cells in records:
        if cells is None:
            problems.append(Problem(UNCLOSED, line))
        elif not columns:
            columns = names_of(cells, name) if has_header else tuple(str(i + 1) for i in range(len(cells)))
            if not has_header:
                rows.append(row_of(line, cells, columns))
        elif not fits(cells, columns):
            problems.append(Problem(count_problem(cells, columns), line))
        elif max(map(len, cells)) > MAX_CELL:
            problems.append(Problem(TOO_LONG, line))
        else:
            rows.append(row_of(line, cells, columns))
        check_count(len(rows) + len(problems), name)
    refuse_bad_lines(len(rows), problems, name)
    return Table(columns, tuple(rows), tuple(problems))


def cut_rows(lines: Sequence[str], quoting: Quoting, is_fine: Callable[[list[str]], bool]) -> Iterator[tuple[int, list[str] | None]]:
    """Each row with the line where it begins; None where a quotation mark is never closed.

    What spans several lines and has not the right number of cells was opened by a stray mark: it costs its first line alone, and no
    row behind it is lost.
    """
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        cells, count = first_row(lines[at : at + MAX_LINES_OF_A_ROW], quoting)
        if count > 1 and (cells is None or not is_fine(cells)):
            cells, count = None, 1
        yield at + 1, cells
        at += count


def first_row(lines: Sequence[str], quoting: Quoting) -> tuple[list[str] | None, int]:
    """The cells of the first row, and how many lines it takes; None where it cannot be cut."""
    reader = csv.reader(
        (f"{line}\n" for line in lines),
        delimiter=quoting.separator,
        quoting=csv.QUOTE_MINIMAL if quoting.quote else csv.QUOTE_NONE,
        strict=bool(quoting.quote),
        skipinitialspace=True,
    )
    try:
        return [cell.strip() for cell in next(reader)], reader.line_num
    except csv.Error:
        return None, max(reader.line_num, 2)


def fits(cells: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a row has a cell for each column, and behind them only empty ones."""
    return len(cells) >= len(columns) and not any(cells[len(columns) :])


def row_of(line: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    """The cells by column."""
    return Row(line, dict(zip(columns, cells, strict=False)))


def count_problem(cells: Sequence[str], columns: Sequence[str]) -> LazyString:
    """Why a row does not fit."""
    return lazy("It has {n} cells, and the first line has {columns}; left out.", n=len(cells), columns=len(columns))


def names_of(cells: Sequence[str], name: str) -> tuple[str, ...]:
    """The names of the columns, without empty ones at the end. BadInput: more than any table has, or two of the same name."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    columns = tuple(cell or f"column {number}" for number, cell in enumerate(cells, 1))
    if len(columns) > MAX_COLUMNS:
        problem = lazy("The table has {n:,} columns; the maximum is {most}.", n=len(columns), most=MAX_COLUMNS)
        raise BadInput(problem, value=name, remedy=N_("Leave out some."))
    if twice := next((column for column in columns if columns.count(column) > 1), None):
        remedy = N_("Rename one of them, or say that the first row is data.")
        raise BadInput(N_("Two columns of the table have the same name."), value=twice, remedy=remedy)
    return columns


def json_table(text: str, name: str) -> Table:
    """JSON lines, one object a line, or one list of objects. NaN, which pandas writes, is a missing value."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, values in json_values(text):
        if not isinstance(values, dict) or len(values) > MAX_COLUMNS:
            problems.append(Problem(NOT_AN_OBJECT, line))
        elif any(isinstance(value, str) and len(value) > MAX_CELL for value in values.values()):
            problems.append(Problem(TOO_LONG, line))
        else:
            rows.append(Row(line, values))
        check_count(len(rows) + len(problems), name)
    refuse_bad_lines(len(rows), problems, name)
    return Table(tuple(dict.fromkeys(column for row in rows for column in row.cells)), tuple(rows), tuple(problems))


def json_values(text: str) -> Iterator[tuple[int, Any]]:
    """Each value with its line; None for what is no JSON."""
    if text.lstrip().startswith("["):
        values = parsed(text)
        yield from enumerate(values if isinstance(values, list) else [None], 1)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, parsed(line)


def parsed(text: str) -> Any:
    """A JSON value; None when it is none."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def refuse_bad_lines(good: int, problems: Sequence[Problem], name: str) -> None:
    """BadInput when more than a tenth, and not just one, cannot be read; it names the first."""
    bad, all_lines = len(problems), good + len(problems)
    if bad > max(1, BAD_SHARE * all_lines):
        what = lazy("{bad:,} of {n:,} lines cannot be read. {first}", bad=bad, n=all_lines, first=in_its_line(problems[0]))
        raise BadInput(what, value=name, remedy=N_("Correct the file, or check that it is of the kind that its name says."))


def in_its_line(problem: Problem) -> str:
    """A problem with its line, if it has one."""
    return lazy("Line {line:,}: {problem}", line=problem.line, problem=lazy(problem.text)) if problem.line else problem.text


def check_count(count: int, name: str) -> None:
    """BadInput for too many rows."""
    if count > MAX_ROWS:
        problem = lazy("The file has more than {most:,} examples.", most=MAX_ROWS)
        raise BadInput(problem, value=name, remedy=N_("Use a part of it."))
