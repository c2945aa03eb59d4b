"""Summaries, and their tables as written for a reader, a terminal or a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bertplay.i18n import _, localized, number, percent, plain_form
from bertplay.results.base import LazyText
from bertplay.text import as_csv, no_formula, without_surrogates

Cell = LazyText | float | int | None
Kind = Literal["text", "share", "number", "decimals", "bits", "count"]
"""How the values of a column are written: as they are; 0.413 as 41%; 0.0123; 0.012, which can be added up by eye; 3.2; 1,234."""
DIGITS = {"decimals": ".3f", "bits": ".1f"}

MAX_WIDTH = 80
"""Characters of one cell that a reader is shown."""
MAX_COLUMNS = 10
"""Columns that a terminal shows: a vector has hundreds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; the title is a text of the catalogue (`N_`)."""

    title: LazyText
    kind: Kind = "text"

    def cell(self, value: Cell) -> str:
        """A value as the reader's language writes it; nothing for None."""
        if value is None:
            return ""
        if isinstance(value, str):
            return shortened(str(localized(value)))
        if self.kind == "share":
            return percent(value)
        if self.kind in DIGITS:
            return number(float(value), DIGITS[self.kind])
        return number(value, ",") if isinstance(value, int) else number(value, plain_form(value))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under their columns; a text is a person's or a token's as it is, or a lazy string."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def head(self) -> list[str]:
        return [_(column.title) for column in self.columns]

    def cells(self, most: int | None = None) -> list[list[str]]:
        """The first rows, or all, as the reader's language writes them."""
        return [[column.cell(value) for column, value in zip(self.columns, row, strict=True)] for row in self.rows[:most]]

    @property
    def bars(self) -> tuple[float, ...]:
        """Of each row, the value of the first column of shares, 0 to 1; empty where there is none."""
        place = next((i for i, column in enumerate(self.columns) if column.kind == "share"), None)
        return () if place is None else tuple(float(row[place] or 0.0) for row in self.rows)

    def to_csv(self) -> bytes:
        """UTF-8 with a byte-order mark, as spreadsheets want it. A cell that one would take for a formula gets an apostrophe before it."""
        return as_csv([map(as_data, self.head), *([as_data(value) for value in row] for row in self.rows)])


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that identifies the answer when it is repeated, and what it measures."""

    title: LazyText
    value: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A result in few words.

    sentence   the main finding, computed from the result; a lazy string
    details    further findings; lazy strings
    table      all figures
    """

    sentence: LazyText
    details: tuple[LazyText, ...] = ()
    table: Table | None = None
    measure: Measure | None = None

    def lines(self, most: int = 20) -> Iterator[str]:
        """For a terminal: the sentence, the first rows side by side, the details."""
        yield str(localized(self.sentence))
        if self.table is not None:
            cells = [row[:MAX_COLUMNS] for row in (self.table.head, *self.table.cells(most))]
            widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
            yield from ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
            if len(self.table.rows) > most:
                yield _("… {n:,} more rows", n=len(self.table.rows) - most)
        yield from (str(localized(detail)) for detail in self.details)


def as_data(value: Cell) -> object:
    """A cell of a spreadsheet: numbers stay numbers, text is what it says and never a formula."""
    return no_formula(without_surrogates(str(localized(value)))) if isinstance(value, str) else value


def shortened(text: str, most: int = MAX_WIDTH) -> str:
    """The text on one line, its end cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
