"""Whether the first row of a table names its columns, and how they are called then."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from bertplay.errors import BadInput
from bertplay.files.columns import NAMES
from bertplay.i18n import N_, lazy
from bertplay.results.problem import Problem

MAX_COLUMNS = 16_384  # as Excel
MAX_CELLS = 1_000_000
"""20,000 rows of 50 columns. Rows of JSON may each have columns of their own, which all rows then have."""
SEEN = 20
"""Rows by which it is found out how a table begins."""
BLANK = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2001\u2002\u2003\u2009\u200a\u202f\u3000\u200b\u2060\ufeff"
"""What is no text at the ends of a cell: blanks of all kinds, those without a width among them."""
NUMERIC = re.compile(r"\s*[-+]?\d[\d.,]*(?:\s*(?:%|$)|[-/.:]\d)")
"""A number or a date, at the beginning of a cell."""
WITHOUT_BLANKS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Kana and Han characters."""
COMMENT = ("#", "//", "%")
TWICE = N_("Two columns are called {name!r}; the second one is read as {other!r}.")


def names_columns(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether a row without any known name, such as "text", names the columns of those below.

    It has no number, no end of a sentence, nothing that occurs again in its column, and few words above the longest texts; or it has
    words above a column of numbers or dates, and elsewhere may be a question.
    """
    columns = [[row[i] for row in others if len(row) > i] for i in range(len(first))]
    pairs = list(zip(first, columns, strict=True))
    if not others or any(is_data(cell, column) for cell, column in pairs if not cell.endswith("?")):
        return False
    if len(others) > 1 and any(cell and not NUMERIC.match(cell) and all(map(NUMERIC.match, column)) for cell, column in pairs):
        return True
    if any(is_data(cell, column) for cell, column in pairs):
        return False
    name, texts = max(pairs, key=lambda one: sum(map(len, one[1])), default=("", [""]))
    words = median(map(word_count, texts or [""]))
    return words >= 3 and 2 * word_count(name) <= words


def word_count(text: str) -> float:
    """Words between blanks; of a script without blanks about two characters make one."""
    return len(text.split()) + len(WITHOUT_BLANKS.findall(text)) / 2


def is_heading(cells: Sequence[str]) -> bool:
    """Whether one of the cells is what columns are called."""
    return any(name_in(cell).casefold() in NAMES for cell in cells)


def name_in(cell: str) -> str:
    """What a cell above a column calls it: "# text" -> "text"; "#1 String" is a name of MRPC."""
    name = cell.strip(BLANK)
    bare = name.removeprefix("#").strip(BLANK)
    return bare if bare.casefold() in NAMES else name


def is_data(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell above a column is no name: a number, a sentence, or what is in the column again."""
    return bool(cell) and (cell in column or cell[-1] in ".!?…" or re.fullmatch(r"[-+]?[\d.,]+", cell) is not None)


def heading(seen: Sequence[Sequence[str]], has_header: bool | None) -> int | None:
    """Which of the first rows has the names of the columns; None: the first row is data.

    Rows above them, such as a title, are shorter than they are, or comments, and hold no name.
    """
    rows = list(map(without_empty_end, seen))
    widths = [0 if cells and cells[0].startswith(COMMENT) and not is_heading(cells) else len(cells) for cells in rows]
    at = next((i for i, cells in enumerate(rows) if is_heading(cells) and all(width < widths[i] for width in widths[:i])), None)
    return 0 if at is None and (has_header or survey_rows(rows[1:]) or names_columns(rows[0], rows[1:])) else at


def survey_rows(below: Sequence[Sequence[str]]) -> int:
    """How many rows below the header explain it: two in an export of Qualtrics, the questions and the ids, {"ImportId": "QID1"}."""
    return 2 if len(below) > 1 and any(cell.startswith('{"ImportId"') for cell in below[1]) else 0


def with_row_names(names: Sequence[str], below: Sequence[Sequence[str]]) -> Sequence[str]:
    """The names of the columns, with one for the numbers of the rows, which R's write.table does not name."""
    is_numbered = bool(below) and all(len(cells) == len(names) + 1 and cells[0].isdecimal() for cells in below)
    return ["row", *names] if is_numbered else names


def without_empty_end(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that says something."""
    return list(cells[: max((i for i, cell in enumerate(cells, 1) if cell), default=0)])


def names_of(cells: Sequence[str], name: str) -> tuple[tuple[str, ...], list[Problem]]:
    """The names of the columns, without empty ones at the end; of two of the same name the second gets a number, and it is said.

    BadInput: more than any table has.
    """
    cells = without_empty_end(list(map(name_in, cells)))
    check_width(len(cells), name)
    columns: dict[str, None] = {}
    counts: Counter[str] = Counter()
    notes = []
    for number, cell in enumerate(cells, 1):
        given = other = cell or f"column {number}"
        while other in columns:
            counts[given] += 1
            other = f"{given} {counts[given] + 1}"
        notes += [Problem(lazy(TWICE, name=given, other=other))] if other != given else []
        columns[other] = None
    return tuple(columns), notes


def check_width(columns: int, name: str, rows: int = 0) -> None:
    """BadInput for more columns than a table has, or for so many that they and the rows make too many cells."""
    if columns > MAX_COLUMNS or columns * rows > MAX_CELLS:
        most = min(MAX_COLUMNS, MAX_CELLS // max(1, rows))
        problem = lazy("The table has {n:,} columns; the maximum is {most}.", n=columns, most=most)
        raise BadInput(problem, value=name, remedy=N_("Keep the columns of texts and of labels."))
