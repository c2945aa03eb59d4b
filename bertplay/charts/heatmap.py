"""What the heatmaps share: cells, names on both axes, and points that nobody sees but that can be clicked.

Plotly selects points, not cells: where a cell is to be clicked, it has a point in its middle.
"""

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

from bertplay.charts.plotly_theme import shortened

MAX_LETTERS = 16
"""The maximum length of a token on an axis."""


def token_axis(names: Sequence[str], *, most: int = 40, angle: int | None = None, **options: Any) -> dict[str, Any]:
    """An axis with a name for each place; without names where there are more than `most`. Places are numbers: a token may occur twice."""
    n = len(names)
    named = {"tickmode": "array", "tickvals": list(range(n)), "ticktext": [shortened(name, MAX_LETTERS) for name in names]}
    unnamed = {"showticklabels": False}
    plain = {"range": [-0.5, n - 0.5], "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "", "ticklabelstandoff": 4}
    turn = {} if angle is None else {"tickangle": angle}
    return plain | (named if n <= most else unnamed) | turn | options


def downwards(axis: dict[str, Any]) -> dict[str, Any]:
    """An axis that begins at the top."""
    return axis | {"range": axis["range"][::-1]}


def click_points(x: npt.NDArray[Any], y: npt.NDArray[Any], customdata: Sequence[Any]) -> dict[str, Any]:
    """Points that carry clicks and hover labels of the cells they lie in: texts that are empty, which plotly does not draw."""
    return {"type": "scatter", "mode": "text", "x": x.tolist(), "y": y.tolist(), "customdata": list(customdata), "showlegend": False}
