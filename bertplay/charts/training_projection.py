"""The [CLS] vectors at one step, in a projection that is the same at every step."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.i18n import _, cached_by_language
from bertplay.results.training_curves import RunCurves

HEIGHT = 380


def projection_points(curves: RunCurves, index: int) -> Any:
    """The held-out sentences at the evaluation of this index; the axes hold the points of all of them, so that movement is seen."""
    dots = [dot for point in curves.evaluations for dot in point.projection]
    rows = pd.DataFrame(
        [(dot.x, dot.y, dot.label, dot.text) for dot in curves.evaluations[index].projection], columns=["x", "y", "label", "text"]
    )
    wide, high = spread([dot.x for dot in dots]), spread([dot.y for dot in dots])
    return with_rows(drawn_projection(), rows.assign(left=wide[0], right=wide[1], low=high[0], high=high[1]))


def spread(values: list[float]) -> tuple[float, float]:
    """The least and the greatest with a margin of a twentieth; (-1, 1) for nothing."""
    if not values:
        return -1.0, 1.0
    margin = max((max(values) - min(values)) / 20, 1e-6)
    return min(values) - margin, max(values) + margin


@cached_by_language
def drawn_projection() -> Any:
    """Points coloured by their true label; the axes have no meaningful unit."""
    none, fitted = alt.Axis(labels=False, ticks=False, title=None), alt.Scale(zero=False, nice=False)
    color = alt.Color("label:N", title=None, legend=legend_above("short"))
    tooltip = [alt.Tooltip("label:N", title=_("label")), alt.Tooltip("text:N", title=_("text"))]
    base = alt.Chart(ROWS)
    points = base.mark_point(filled=True, size=70, opacity=0.75).encode(
        x=alt.X("x:Q", axis=none, scale=fitted), y=alt.Y("y:Q", axis=none, scale=fitted), color=color, tooltip=tooltip
    )
    corners = [base.mark_point(opacity=0).encode(x=f"{x}:Q", y=f"{y}:Q") for x, y in (("left", "low"), ("right", "high"))]
    description = _("The [CLS] vectors of the held-out examples as points on a map, coloured by their true label.")
    return alt.layer(*corners, points).properties(height=HEIGHT, width="container", description=description)
