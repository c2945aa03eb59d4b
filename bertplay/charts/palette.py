"""One scale for probability, wherever it is drawn.

No colour is named here: both scales take their ramp from the theme (`chartSequentialColors` in .streamlit/config.toml),
so that a chart is readable by day and by night, and in the picture one downloads.
"""

from typing import Any

import altair as alt

CATEGORIES = alt.Scale(domain=["1", "2", "3", "4", "5", "ink"])
"""The six categories of the theme."""
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
