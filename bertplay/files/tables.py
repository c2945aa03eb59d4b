"""CSV, TSV and JSON lines as a table."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from bertplay.errors import BadInput, shortened
from bertplay.files.columns import column_named
from bertplay.files.headings import (
    BLANK,
    MAX_COLUMNS,
    NUMERIC,
    SEEN,
    check_width,
    heading,
    is_heading,
    name_in,
    names_columns,
    names_of,
    survey_rows,
    with_row_names,
    without_empty_end,
)
from bertplay.files.json_values import is_records, json_values
from bertplay.files.quoting import Quoting, cut_rows, has_width, lines_of
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.problem import Problem

MAX_ROWS = 20_000
MAX_DEPTH = 5
MAX_CELL = 100_000  # characters
MAX_FEW = 20  # values of a column that is taken for that of the labels
BAD_SHARE = 0.1
MAX_GIVEN = 200
"""Characters of a line that cannot be read that are shown."""
MISSING = frozenset({"nan", "<na>", "#n/a", "null", "\\n"})
"""What programs and databases write for a value that is missing; "None" and "NA" may be labels."""
UNCLOSED = N_("A quotation mark is opened and never closed; the line is left out.")
TOO_LONG = N_("A cell has more than 100,000 characters; the line is left out.")
NO_TEXT = N_("The text is empty; the line is left out.")
SEVERAL_LABELS = N_("The label is a list. One label for each text is needed; the line is left out.")
LABEL_OBJECT = N_("The label is an object, but a single value is needed: name one of its fields, such as {name!r}. The line is left out.")
NOT_AN_OBJECT = N_('This is neither a JSON object such as {"text": "…", "label": "…"} nor a list of cells; the line is left out.')
COUNTS = N_("It has {n} cells, but the first line has {columns}; left out.")
AGAIN = N_("The header again; left out.")
EXPLAINS = N_("This line explains the columns; left out.")
ABOVE = N_("This line is above the header; left out.")


@dataclass(frozen=True, slots=True)
class Row:
    """line: where it begins, counted from 1; cells: by column, text of a CSV, any value of JSON, None for one that is missing"""

    line: int
    cells: dict[str, Any]

    def value(self, column: str) -> Any:
        """A cell as it is; of JSON also one within another, by its path: "meta.label"."""
        if column in self.cells:
            return self.cells[column]
        value: Any = self.cells
        for name in column.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def text(self, column: str) -> str:
        """A cell as text, without the blanks around it; "" where it is missing. JSON may have numbers, booleans, and lists of words."""
        return self.text_of(self.value(column))

    @staticmethod
    def text_of(value: Any) -> str:
        """The same of a value."""
        text = text_of(value).strip(BLANK)
        return "" if text.casefold() in MISSING else text

    @property
    def shown(self) -> str:
        """What it says, for a reader who looks for it."""
        return ", ".join(filter(None, map(self.text, self.cells)))[:MAX_GIVEN]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file: the names of its columns in their order, its rows, and the lines that are no row.

    fields   what may be named: the columns, and what is within those of JSON: ("id", "data", "data.text", "data.label")
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        nested = [row for row in self.rows if any(isinstance(value, dict) for value in row.cells.values())]
        found = dict.fromkeys((*self.columns, *(path for row in nested for path in paths_in(row.cells))))
        object.__setattr__(self, "fields", tuple(found)[:MAX_COLUMNS])

    def find(self, names: Sequence[str]) -> str | None:
        """The column, or the field within one, that has one of these names; an object only where nothing else has."""
        leaves = [one for one in self.fields if not any(isinstance(row.value(one), dict) for row in self.rows[:SEEN])]
        columns = frozenset(self.columns)
        return (
            column_named([name for name in leaves if name in columns], names)
            or column_named(leaves, names)
            or column_named(self.columns, names)
        )

    @property
    def widest(self) -> str:
        """The column whose cells have most characters together, a few single words, numbers, dates and objects last."""

        def lengths(column: str) -> tuple[int, int]:
            texts = [(row.text(column), row.cells.get(column)) for row in self.rows]
            is_class = self.is_of_few(column) and not any(" " in text for text, _ in texts)
            plain = [text for text, value in texts if not isinstance(value, dict) and not NUMERIC.match(text) and not is_class]
            return sum(map(len, plain)), sum(len(text) for text, _ in texts)

        return max(self.columns, key=lengths)

    def is_of_few(self, column: str) -> bool:
        """Whether a column has two values or more, and each of them twice on average, as labels have."""
        values = list(filter(None, (row.text(column) for row in self.rows)))
        return 1 < len(set(values)) <= min(MAX_FEW, len(values) / 2)


def read_table(text: str, name: str, has_header: bool | None = True) -> Table:
    """The table of a text, by the name of its file: JSON lines, or what spreadsheets, pandas and corpora write.

    has_header   whether the first row names the columns, None to find it out; otherwise they are called "1", "2", …
    """
    if is_records(text, name):
        return json_table(text, name, has_header)
    lines, quoting = lines_of(text, name)
    seen = [(line, cells or []) for line, cells in islice(cut_rows(lines, quoting, lambda _: True), SEEN)]
    check_width(max((len(without_empty_end(cells)) for _, cells in seen), default=0), name)
    at = None if has_header is False else heading([cells for _, cells in seen], has_header)
    if at is None:
        width = Counter(len(cells) for _, cells in seen if cells).most_common(1)
        table = rows_of(lines, 0, quoting, tuple(str(i + 1) for i in range(width[0][0] if width else 1)), name)
        return without_empty_columns(table)
    columns, notes = names_of(with_row_names(seen[at][1], [cells for _, cells in seen[at + 1 :]]), name)
    notes += [Problem(ABOVE, line, given=lines[line - 1][:MAX_GIVEN]) for line, _ in seen[:at]]
    below = at + 1 + survey_rows([cells for _, cells in seen[at + 1 :]])
    notes += [Problem(EXPLAINS, line, given=lines[line - 1][:MAX_GIVEN]) for line, _ in seen[at + 1 : below]]
    table = rows_of(lines, seen[below][0] - 1 if len(seen) > below else len(lines), quoting, columns, name)
    return replace(table, problems=(*notes, *table.problems))


def without_empty_columns(table: Table) -> Table:
    """The columns up to the last one in which a row says something."""
    columns = table.columns[: max((len(without_empty_end(list(row.cells.values()))) for row in table.rows), default=None)]
    return Table(columns, tuple(Row(row.line, {name: row.cells[name] for name in columns}) for row in table.rows), table.problems)


def paths_in(cells: dict[str, Any], before: str = "") -> Iterator[str]:
    """What is within the objects of a row, by its path: {"data": {"text": "a"}} -> "data", "data.text"; six levels deep."""
    for name, value in cells.items():
        yield before + name
        if isinstance(value, dict) and before.count(".") < MAX_DEPTH:
            yield from paths_in(value, f"{before}{name}.")


def text_of(value: Any) -> str:
    """A value of JSON as text: True -> "true", ["Anna", "left"] -> "Anna left", None -> "" """
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def is_too_long(value: Any) -> bool:
    """Whether a text, or a list of words, has more characters than a cell may have."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sum(map(len, value)) + len(value) > MAX_CELL
    return isinstance(value, str) and len(value) > MAX_CELL


def read_rows(text: str, name: str, *, in_one_line: bool = False) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows of a table whose rows need not be equally long, each with its line, counted from 1; and the lines that are no row.

    Of JSON the first row has the names of the columns, at line 0.
    in_one_line   no cell has several lines
    """
    if is_records(text, name):
        table = json_table(text, name)
        rows = [(row.line, [row.text(column) for column in table.columns]) for row in table.rows]
        return [(0, list(table.columns)), *rows], list(table.problems)
    lines, quoting = lines_of(text, name)
    found = list(cut_rows(lines, quoting, lambda _: not in_one_line))
    bad = [Problem(UNCLOSED, line, given=lines[line - 1][:MAX_GIVEN]) for line, cells in found if cells is None]
    return [(line, cells) for line, cells in found if cells is not None], bad


def has_names(table: Table) -> bool:
    """Whether the names of the columns are names, and not those of a first row that is data."""
    return is_heading(table.columns) or names_columns(
        table.columns, [[row.text(name) for name in table.columns] for row in table.rows[:SEEN]]
    )


def rows_of(lines: Sequence[str], begin: int, quoting: Quoting, columns: tuple[str, ...], name: str) -> Table:
    """The rows from lines[begin] on as cells by column; what has too many or too few, or a quotation mark too much, is left out."""
    rows: list[Row] = []
    problems: list[Problem] = []
    again: list[Problem] = []  # of files that were put together
    for line, cells in cut_rows(lines, quoting, lambda cells: has_width(cells, len(columns)), begin):
        if why := why_no_row(cells, columns):
            problems.append(Problem(why, line, given=lines[line - 1][:MAX_GIVEN]))
        elif cells and (name_in(cells[0]),) == columns[:1] and tuple(map(name_in, cells)) == columns and is_heading(cells):
            again.append(Problem(AGAIN, line, given=lines[line - 1][:MAX_GIVEN]))
        elif cells:
            rows.append(Row(line, dict(zip(columns, cells, strict=False))))
        check_count(len(rows) + len(problems), name)
        check_width(len(columns), name, len(rows))
        if len(problems) > BAD_SHARE * MAX_ROWS:
            break  # it is refused whatever follows, and each line that opens a quotation costs the reading of many
    refuse_bad_lines(len(rows), problems, name)
    return Table(columns, tuple(rows), (*again, *problems))


def why_no_row(cells: Sequence[str] | None, columns: Sequence[str]) -> LazyString | str:
    """What is wrong with the cells of a line; "" when nothing is."""
    if cells is None:
        return UNCLOSED
    if max(map(len, cells), default=0) > MAX_CELL:
        return TOO_LONG
    return "" if has_width(cells, len(columns)) else lazy(COUNTS, n=len(cells), columns=len(columns))


def json_table(text: str, name: str, has_header: bool | None = None) -> Table:
    """JSON lines, an object a line, or one list of objects; or lists of cells, whose first may name the columns."""
    rows: list[Row] = []
    lines = text.split("\n")
    found, columns, problems = with_names(list(json_values(text)), has_header, name)
    for line, values in found:
        given = (text_of(values) or lines[line - 1])[:MAX_GIVEN]
        if not isinstance(values, dict) or len(values) > MAX_COLUMNS:
            why = lazy(COUNTS, n=len(values), columns=len(columns)) if columns and is_cells(values) else NOT_AN_OBJECT
            problems.append(Problem(why, line, given=given))
        elif any(map(is_too_long, values.values())):
            problems.append(Problem(TOO_LONG, line, given=given))
        else:
            rows.append(Row(line, values))
        check_count(len(rows) + len(problems), name)
    refuse_bad_lines(len(rows), problems, name)
    named = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    check_width(len(named), name, len(rows))
    return Table(named, tuple(rows), tuple(problems))


def with_names(
    values: list[tuple[int, Any]], has_header: bool | None, name: str
) -> tuple[list[tuple[int, Any]], Sequence[str], list[Problem]]:
    """(lists of cells as objects, the names of their columns, what was doubtful in these); objects as they are, without names.

    [["text", "label"], ["Fine soup.", "good"]] -> {"text": "Fine soup.", "label": "good"}; without a header {"1": …, "2": …}. A list
    that is too long or too short stays one.
    """
    seen = [[text_of(cell) for cell in row] for _line, row in values[:SEEN] if is_cells(row)]
    if 2 * len(seen) <= len(values[:SEEN]):
        return values, (), []
    is_first = is_cells(values[0][1]) and has_header is not False and heading(seen, has_header) == 0
    width = Counter(map(len, seen)).most_common(1)[0][0]
    columns, notes = names_of(seen[0], name) if is_first else (tuple(str(i + 1) for i in range(width)), [])
    found = [
        (line, dict(zip(columns, row, strict=True)) if is_cells(row) and len(row) == len(columns) else row)
        for line, row in values[is_first:]
    ]
    return found, columns, notes


def is_cells(value: Any) -> bool:
    """Whether a value of JSON is a row of a table: a list without others in it."""
    return isinstance(value, list) and bool(value) and not any(isinstance(cell, list | dict) for cell in value)


def refuse_bad_lines(good: int, problems: Sequence[Problem], name: str) -> None:
    """BadInput when more than a tenth, and not just one of several, cannot be read; it names the first."""
    bad, all_lines = len(problems), good + len(problems)
    if bad and (not good or bad > max(1, BAD_SHARE * all_lines)):
        what = lazy("{bad:,} of {n:,} lines cannot be read. {first}", bad=bad, n=all_lines, first=in_its_line(problems[0]))
        raise BadInput(what, value=name, remedy=N_("Correct the file, or check that its extension matches its contents."))


def in_its_line(problem: Problem) -> str:
    """A problem with its line and what that says, as far as they are known."""
    if not problem.line:
        return problem.text
    values = {"line": problem.line, "problem": lazy(problem.text), "given": shortened(problem.given)}
    return lazy("Line {line:,}: {problem} It says {given}.", **values) if problem.given else lazy("Line {line:,}: {problem}", **values)


def check_count(count: int, name: str) -> None:
    """BadInput for too many rows."""
    if count > MAX_ROWS:
        problem = lazy("The file has more than {most:,} examples.", most=MAX_ROWS)
        raise BadInput(problem, value=name, remedy=N_("Use a part of it."))
