"""The legend above a figure: as many names in a row as its width has room for, and none beyond its end."""

from typing import Any, Literal

import altair as alt

Names = Literal["long", "short"]
PER_ROW = {"long": "width < 420 ? 1 : width < 640 ? 2 : 3", "short": "width < 420 ? 2 : 6"}
WIDTHS = {"long": "min(260, width - 30)", "short": "width < 420 ? width / 2 - 30 : 200"}
"""Pixels of a name."""


def legend_above(names: Names, **options: Any) -> Any:
    """One row or several on top; names are `long` where a phone has room for one a row, as those of models, and `short` as labels are."""
    limits = {"columns": alt.ExprRef(PER_ROW[names]), "labelLimit": alt.ExprRef(WIDTHS[names])}
    return alt.Legend(**{"orient": "top", "title": None, **limits, **options})
