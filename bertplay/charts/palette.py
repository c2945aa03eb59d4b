"""One scale for probability, wherever it is drawn.

No colour is named here: both scales take their ramp from the theme (`chartSequentialColors` in .streamlit/config.toml),
so that a chart is readable by day and by night, and in the picture one downloads.
"""

from typing import Any

import altair as alt

from bertplay.wording import FRENCH, language, number
from bertplay.wording.numbers import NARROW

CATEGORIES = alt.Scale(domain=["1", "2", "3", "4", "5", "ink"])
"""The six categories of the theme."""
LEAST_SHARE = 0.0001
"""Hundredths: what is less is said to be less than this."""
MOST_BITS = 16.0
"""Where the colour of surprise ends: one chance in 65,536, less than an even guess over any vocabulary here."""


def probability_color(field: str = "probability") -> Any:
    """Deeper is more probable. The square root keeps 1 % apart from 0.01 %, where most words live."""
    return alt.Color(field, type="quantitative", legend=None, scale=alt.Scale(type="sqrt", domain=[0, 1]))


def bits_color(field: str = "bits") -> Any:
    """Deeper is more surprising: 0 bits to MOST_BITS."""
    return alt.Color(field, type="quantitative", legend=None, scale=alt.Scale(domain=[0, MOST_BITS], clamp=True))


def distance_color(field: str = "distance") -> Any:
    """Deeper is further, between 0 and the greatest of the figure."""
    return alt.Color(field, type="quantitative", legend=None, scale=alt.Scale(zero=True))


def count_color(_: str = "count") -> Any:
    """One colour for all: the length of a bar says everything. The first category of the theme."""
    return alt.ColorDatum("1", type="nominal", legend=None, scale=CATEGORIES)


def ink() -> Any:
    """The colour of text in a figure whose data have a column `ink` that says "ink".

    A text mark is black unless it is told otherwise, and only a scale can ask the theme: the last of its six
    categories (`chartCategoricalColors`) is kept for text.
    """
    return alt.Color("ink:N", legend=None, scale=CATEGORIES)


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
