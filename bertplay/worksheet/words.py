"""How numbers and long texts are written in a worksheet, and how an answer that was kept is told."""

from collections.abc import Sequence

from bertplay.results.worksheet import Told
from bertplay.wording import as_told, later, plain_form, t

MOST_ROWS = 12
MOST_CELL = 80
LEAST_OF_THREE = 0.0001
"""What is less, Python's "g" would write with a power of ten."""


def share(probability: float) -> str:
    """Three digits, of what is small one, and no power of ten: 0.413 -> "41.3%", 0.0000123 -> "0.00123%", 1e-7 -> "0.00001%"."""
    share = 100 * probability
    return later("{share}%", share=digits(share, ".3g" if not 0 < share < LEAST_OF_THREE else plain_form(share)))


def digits(value: float, form: str) -> str:
    """A number that is told as the reader's language writes it: digits(1.25, ".1f") -> "1.2", in French "1,2"."""
    return later(f"{{value:{form}}}", value=float(value))


def head_of(told: Told) -> list[str]:
    """The names of the columns, in the reader's language."""
    return [t(column) for column in told.columns]


def cells_of(row: Sequence[str]) -> list[str]:
    """A row in the reader's language; what is not `later` is a word of a model or of a person, and stays."""
    return [as_told(cell) for cell in row]


def short(text: str, limit: int = MOST_CELL) -> str:
    """The text on one line, cut with a mark when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
