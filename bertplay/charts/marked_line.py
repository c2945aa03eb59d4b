"""What marks a place of a line figure: a layer, a lap."""

from typing import Any

import altair as alt

from bertplay.charts.figure import ROWS
from bertplay.charts.palette import ink


def marked_line(x: Any, above: int, **text: Any) -> Any:
    """A broken line down through every place of x whose row has a word in `mark`, and the word so many pixels above the figure."""
    base = alt.Chart(ROWS).transform_filter("datum.mark != ''").encode(x=x, color=ink())
    words = base.mark_text(baseline="bottom", fontSize=13, **text).encode(y=alt.value(-above), text="mark:N")
    return base.mark_rule(strokeDash=[4, 4]) + words
