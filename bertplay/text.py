"""Cleaning text, with the same rules for pages, files and tokenizers."""

import csv
import io
import re
from collections.abc import Iterable

MASK_SPELLING = re.compile(r"\[mask\]|<mask>", re.IGNORECASE)
"""Every family's spelling of the mask; all of six characters, so that replacing one keeps the offsets right."""

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""Where a cell begins with one of these, a spreadsheet would compute it; with wide ones, where Chinese or Japanese is typed."""


def without_surrogates(text: str) -> str:
    """The text with lone surrogates replaced by U+FFFD, at the same length: neither tokenizers nor browsers accept them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def clean(text: str) -> str:
    """The text with lone surrogates and NUL replaced, so that databases, files and browsers accept it."""
    return without_surrogates(text).replace("\0", "\ufffd")


def as_csv(rows: Iterable[Iterable[object]], separator: str = ",") -> bytes:
    """A table as CSV with a header row, in UTF-8 with a byte-order mark, as spreadsheets expect."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def no_formula(cell: object) -> object:
    """The cell, with an apostrophe before anything a spreadsheet would run as a formula: '=SUM(A1)' -> "'=SUM(A1)"; "-" is unchanged."""
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell.startswith(FORMULA) else cell
