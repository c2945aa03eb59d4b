"""Numbers as the reader's language writes them."""

from math import ceil, log10
from numbers import Real
from string import Formatter
from typing import Any

from bertplay.wording.languages import FRENCH, language

NARROW = "\u202f"
"""A narrow space where no line breaks: between thousands, and before a percent sign."""
LEAST_SHARE = 0.0001
"""Hundredths: what is less is said to be less than this."""
AS_IN_FRENCH = str.maketrans({",": NARROW, ".": ",", "%": f"{NARROW}%"})


def number(value: Any, form: str = "") -> str:
    """A number in a form of Python's format language.

    number(0.37, ".1%") -> "37.0%", in French "37,0 %"; number(1234, ",") -> "1,234", in French "1 234"
    """
    written = format(value, form)
    return written.translate(AS_IN_FRENCH) if language() == FRENCH else written


def places_of(value: float, least: int) -> int:
    """Places after the point: `least`, or as many as a small number needs to be there at all; (0.0000038, 2) -> 6."""
    return max(least, ceil(-log10(abs(value)))) if value else least


def plain_form(value: float) -> str:
    """A form that writes one digit of what is small, and no power of ten: 1.2345 -> ".2f", 0.0000038 -> ".6f" ("0.000004"), 0 -> ".0f"."""
    return f".{places_of(value, 2)}f" if value else ".0f"


def percent(probability: float) -> str:
    """A probability as a person reads it: two figures that count, never a false zero.

    0.4123 -> "41%", 0.0412 -> "4.1%", 0.000412 -> "0.041%", 0.0000004 -> "< 0.0001%", 1.0 -> "100%"; in French "41 %"
    """
    share = 100 * probability
    below = "< " if 0 < share < LEAST_SHARE else ""
    share = max(share, LEAST_SHARE) if share else 0
    space = NARROW if language() == FRENCH else ""
    return f"{below}{number(share, f'.{digits_that_count(share)}f')}{space}%"


def digits_that_count(share: float) -> int:
    """Digits after the point, of a number of hundredths: 41.23 -> 0, 99.7 -> 1, 4.12 -> 1, 0.0412 -> 3, 0 -> 0."""
    if share == 0 or share >= 99.995:
        return 0
    if share >= 99.5:
        return 2 if share >= 99.95 else 1
    return 0 if share >= 10 else 1 if share >= 1 else 2 if share >= 0.1 else 3 if share >= 0.01 else 4


class NumberFormatter(Formatter):
    """`str.format` that writes its numbers as `number` does."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value in its place."""
        is_number = isinstance(value, Real) and not isinstance(value, bool)
        return number(value, format_spec) if is_number else str(super().format_field(value, format_spec))


fill = NumberFormatter().vformat
"""fill("{share:.0%} of {n:,}", (), {"share": 0.5, "n": 1234}) -> "50% of 1,234"."""
