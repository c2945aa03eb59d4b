"""Numbers as the reader's language writes them."""

from functools import cache
from math import ceil, log10
from numbers import Real
from string import Formatter
from typing import Any, NamedTuple

from bertplay.i18n.languages import ENGLISH, language

LEAST_SHARE = 0.0001
"""In percent; a smaller share is written as "less than" this."""


class Symbols(NamedTuple):
    """How a language writes numbers; of CLDR, as Babel has it."""

    decimal: str
    group: str
    percent_prefix: str
    percent_suffix: str

    @property
    def table(self) -> dict[int, str]:
        """Python's "1,234.5%" -> the language's, all but a prefix."""
        return str.maketrans({",": self.group, ".": self.decimal, "%": self.percent_suffix})


@cache
def symbols(code: str) -> Symbols:
    """The symbols of a language: for French ",", a narrow no-break space, nothing, and a no-break space with "%"."""
    from babel import Locale
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = Locale.parse(code)
    pattern = locale.percent_formats[None]
    return Symbols(get_decimal_symbol(locale), get_group_symbol(locale), pattern.prefix[0], pattern.suffix[0])


@cache
def table_and_prefix(code: str) -> tuple[dict[int, str], str] | None:
    """What `number` needs of a language; None where that is what Python writes."""
    found = symbols(code) if code != ENGLISH else Symbols(".", ",", "", "%")
    return None if found == Symbols(".", ",", "", "%") else (found.table, found.percent_prefix)


def number(value: Any, form: str = "") -> str:
    """A number in a form of Python's format language, with the symbols of the reader's language.

    number(0.37, ".1%") -> "37.0%", in French "37,0 %"; number(1234, ",") -> "1,234", in French "1 234"
    """
    written = format(value, form)
    if not (found := table_and_prefix(language())):
        return written
    table, prefix = found
    return (prefix if written[-1:] == "%" else "") + written.translate(table)


def places_of(value: float, least: int) -> int:
    """Digits after the point: `least`, or as many as a small number needs to be seen at all; (0.0000038, 2) -> 6."""
    return max(least, ceil(-log10(abs(value)))) if value else least


def plain_form(value: float) -> str:
    """A form with one significant digit for small numbers, and no exponent: 1.2345 -> ".2f", 0.0000038 -> ".6f", 0 -> ".0f"."""
    return f".{places_of(value, 2)}f" if value else ".0f"


def percent(probability: float) -> str:
    """A probability with two significant digits, and never a false zero.

    0.4123 -> "41%", 0.0412 -> "4.1%", 0.000412 -> "0.041%", 0.0000004 -> "< 0.0001%", 1.0 -> "100%"; in French "41 %"
    """
    share = 100 * probability
    below = "< " if 0 < share < LEAST_SHARE else ""
    share = max(share, LEAST_SHARE) if share else 0
    written = f"{share:.{percent_digits(share)}f}%"
    if not (found := table_and_prefix(language())):
        return below + written
    table, prefix = found
    return f"{below}{prefix}{written.translate(table)}"


def percent_digits(share: float) -> int:
    """Digits after the point, of a percentage: 41.23 -> 0, 99.7 -> 1, 4.12 -> 1, 0.0412 -> 3, 0 -> 0."""
    if share == 0 or share >= 99.995:
        return 0
    if share >= 99.5:
        return 2 if share >= 99.95 else 1
    return 0 if share >= 10 else 1 if share >= 1 else 2 if share >= 0.1 else 3 if share >= 0.01 else 4


def number_locale() -> dict[str, Any] | None:
    """The reader's language as D3 takes it for the axes of a figure; None for English, which is its own."""
    if language() == ENGLISH:
        return None
    found = symbols(language())
    return {
        "decimal": found.decimal,
        "thousands": found.group,
        "grouping": [3],
        "currency": ["", ""],
        "percent": found.percent_suffix,
    }


def rounded(value: float) -> str:
    """A number that nobody needs exactly: 9.24 -> "9.2", 1234.5 -> "1,234", 0.0162 -> "0.02"."""
    return number(value, ",.0f" if abs(value) >= 10 else f".{places_of(value, 1)}f")


FORMS = {"percent": percent, "rounded": rounded}
"""Forms of ours beside Python's: "{share:percent}"."""


class NumberFormatter(Formatter):
    """`str.format` that writes its numbers as `number` does, or in one of FORMS."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value in its place."""
        is_number = isinstance(value, Real) and not isinstance(value, bool)
        if is_number and format_spec in FORMS:
            return FORMS[format_spec](float(value))
        return number(value, format_spec) if is_number else str(super().format_field(value, format_spec))


fill = NumberFormatter().vformat
"""fill("{share:.0%} of {n:,}", (), {"share": 0.5, "n": 1234}) -> "50% of 1,234"."""
