"""How a chart comes onto a page."""

from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from bertplay.charts.figure import Figure, rows_and_drawing
from bertplay.wording import FRENCH, language
from bertplay.wording.catalogue import NO_BREAK
from bertplay.wording.numbers import NARROW

MOST_KEPT = 64
FRENCH_NUMBERS = {"decimal": ",", "thousands": NARROW, "grouping": [3], "currency": ["", f"{NO_BREAK}€"], "percent": f"{NARROW}%"}
"""As the axes and the notes of a figure write them: a number locale of D3."""


def draw(chart: Any, key: str) -> None:
    """Show an altair chart in the page's theme; a new answer under the same key exchanges its data alone."""
    _, drawing = rows_and_told_drawing(chart)
    st.vega_lite_chart(rows_to_send(chart), drawing, key=key)


@lru_cache(maxsize=MOST_KEPT)
def rows_to_send(figure: Figure) -> Any:
    """The rows of a figure as a pyarrow.Table, as they travel; made once for a figure that is kept, because a class sees the same."""
    from pyarrow import Table

    return Table.from_pandas(figure.data)


def rows_and_told_drawing(chart: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
    """`rows_and_drawing`, with numbers as the reader's language writes them."""
    rows, drawing = rows_and_drawing(chart)
    if language() == FRENCH:
        drawing["config"] = drawing.get("config", {}) | {"locale": {"number": FRENCH_NUMBERS}}
    return rows, drawing
