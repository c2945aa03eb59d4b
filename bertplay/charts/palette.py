"""One scale for probability, wherever it is drawn.

No colour is named here: both scales take their ramp from the theme (`chartSequentialColors` in .streamlit/config.toml),
so that a chart is readable in light and dark mode, and in the picture one downloads.
"""

from typing import Any

import altair as alt

CATEGORIES = alt.Scale(domain=["1", "2", "3", "4", "5", "ink"])
"""The six categories of the theme."""
MAX_BITS = 16.0
"""Where the colour of surprisal ends: one chance in 65,536, less than a uniform distribution over any vocabulary here."""


def probability_color(field: str = "probability") -> Any:
    """Darker is more probable. The square root keeps 1 % apart from 0.01 %, where most words live."""
    return alt.Color(field, type="quantitative", legend=None, scale=alt.Scale(type="sqrt", domain=[0, 1]))


def bits_color(field: str = "bits") -> Any:
    """Darker is more surprisal: 0 bits to MAX_BITS."""
    return alt.Color(field, type="quantitative", legend=None, scale=alt.Scale(domain=[0, MAX_BITS], clamp=True))


def distance_color(field: str = "distance") -> Any:
    """Darker is further, between 0 and the greatest of the figure."""
    return alt.Color(field, type="quantitative", legend=None, scale=alt.Scale(zero=True))


def count_color(_: str = "count") -> Any:
    """One colour for all, because the length of a bar carries the information. The first category of the theme."""
    return alt.ColorDatum("1", type="nominal", legend=None, scale=CATEGORIES)


def evidence_color(_: str = "evidence") -> Any:
    """Evidence for a prediction in the first category of the theme, evidence against it in the second, by a column `tone`."""
    return alt.Color("tone:N", legend=None, scale=CATEGORIES)


def ink() -> Any:
    """The colour of text in a figure whose data have a column `ink` that says "ink".

    A text mark is black unless a scale says otherwise, and only a scale can ask the theme: the last of its six
    categories (`chartCategoricalColors`) is kept for text.
    """
    return alt.Color("ink:N", legend=None, scale=CATEGORIES)
