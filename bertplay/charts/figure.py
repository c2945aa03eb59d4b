"""A figure is one fixed drawing over changing data.

Altair takes 20 ms to build a layered chart and 10 ms more to check it against its schema. So each drawing is built
once, without rows; an answer gets a copy of it with its own rows; and a page takes the two apart again
(`rows_and_drawing`), which also lets the browser keep its view and exchange the data alone.
"""

from typing import Any

import altair as alt
import pandas as pd

Drawing = Any
"""An altair chart."""

ROWS = alt.NamedData("rows")
"""What a drawing is built over: a promise of rows. Without it altair would give each layer a row of nothing."""


def with_rows(drawing: Drawing, rows: pd.DataFrame) -> Drawing:
    """The drawing over these rows; the given one stays as it is."""
    chart = drawing.copy(deep=False)
    chart.data = rows
    return chart


def rows_and_drawing(chart: Drawing) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The rows of a chart, and its Vega-Lite specification without them."""
    bare = chart.copy(deep=False)
    bare.data = ROWS
    specification = bare.to_dict(validate=False)
    del specification["data"]
    return chart.data, specification
