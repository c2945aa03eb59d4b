"""What a text must be rid of or may hold, wherever it is read: the page and the tokenizers go by the same rules."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

MASK_SPELLING = re.compile(r"\[mask\]|<mask>", re.IGNORECASE)
"""Every family's spelling of the mask; all of six characters, so that replacing one keeps the offsets right."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Where a cell begins with one of these, a spreadsheet would compute it."""


def without_surrogates(text: str) -> str:
    """The text at the same length, with lone surrogates replaced by U+FFFD: neither tokenizers nor browsers accept them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def clean(text: str) -> str:
    """The same without NUL, too: what a database, a file and a browser take."""
    return without_surrogates(text).replace("\0", "\ufffd")


def as_csv(rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    """A table, the names of its columns first, in UTF-8 with a byte-order mark, as spreadsheets want it."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def no_formula(cell: object) -> object:
    """The cell, with an apostrophe before what a spreadsheet would compute: '=SUM(A1)' -> "'=SUM(A1)"; "-" stays as it is."""
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell.startswith(FORMULA) else cell
