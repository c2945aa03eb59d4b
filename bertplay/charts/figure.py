"""A figure is one fixed drawing over changing data.

Altair takes 20 ms to build a layered chart, 10 ms more to check it against its schema and 7 ms to write it down. So each drawing is
built and written down once, without rows, by the function `drawn_…`; an answer is a drawing with its own rows; and a page shows the
two apart (`rows_and_drawing`), which also lets the browser keep its view and exchange the data alone.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

Drawing = Any
"""An altair chart."""

ROWS = alt.NamedData("rows")
"""What a drawing is built over: a promise of rows. Without it altair would give each layer a row of nothing."""

_written: dict[int, tuple[Drawing, dict[str, Any]]] = {}
"""Drawings by their identity, and what is written of each. Few: those that a cached function made, and that live as long as this does."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """Rows, and the drawing over them."""

    data: pd.DataFrame
    drawing: Drawing

    def to_dict(self, **options: Any) -> dict[str, Any]:
        """The whole Vega-Lite specification, rows included, as altair writes it."""
        chart = self.drawing.copy(deep=False)
        chart.data = self.data
        specification: dict[str, Any] = chart.to_dict(**options)
        return specification


def with_rows(drawing: Drawing, rows: pd.DataFrame) -> Figure:
    """The drawing, made by a cached function, over these rows."""
    return Figure(rows, drawing)


def rows_and_drawing(figure: Figure) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The rows of a figure, and its Vega-Lite specification without them."""
    if id(figure.drawing) not in _written:
        _written[id(figure.drawing)] = (figure.drawing, written(figure.drawing))
    return figure.data, dict(_written[id(figure.drawing)][1])


def written(drawing: Drawing) -> dict[str, Any]:
    """The Vega-Lite specification of a drawing without rows."""
    specification: dict[str, Any] = drawing.to_dict(validate=False)
    del specification["data"]
    return specification
