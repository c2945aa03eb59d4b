"""Horizontal bars, one a row: the form of most figures here.

Each figure is fixed but for its data and never mentions the sentence: a new answer changes only the data, and the
browser redraws in a few milliseconds instead of building the chart anew.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.palette import ink, probability_color

ROW = 27
"""Pixels a row."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Pixels kept for the word before a bar, and for the label behind the longest."""

    word: int = 130
    label: int = 112


def probability_bars(rows: pd.DataFrame, longest: float | None, description: str, widths: Widths | None = None) -> Any:
    """Bars of `word` by `probability` in the order of `rank`, with `label` behind their ends.

    longest   the probability at which a bar fills the width; at least that of the longest bar
    """
    tooltip = [alt.Tooltip("word:N"), alt.Tooltip("probability:Q", format=".4%"), alt.Tooltip("rank:Q")]
    rows = rows.assign(longest=max(longest or 0.0, rows["probability"].max()) if len(rows) else 0.0)
    return horizontal_bars(rows, "probability", "rank", probability_color(), tooltip, description, widths or Widths())


def horizontal_bars(rows: pd.DataFrame, field: str, order: str, color: Any, tooltip: list[Any], description: str, widths: Widths) -> Any:
    """Bars of `word` by a field, the smallest `order` on top; `longest` stretches the axis."""
    span = alt.Scale(domainMin=0, nice=False, range=[widths.word, alt.ExprRef(f"max(width - {widths.label}, {widths.word + 20})")])
    place = alt.X(f"{field}:Q", axis=None, scale=span)
    base = alt.Chart(rows.assign(ink="ink")).encode(y=alt.Y(f"{order}:O", axis=None), tooltip=tooltip)
    bars = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.66}).encode(x=place, color=color)
    words = base.mark_text(align="left", fontSize=15, limit=widths.word - 10).encode(x=alt.value(0), text="word:N", color=ink())
    labels = base.mark_text(align="left", dx=7, fontSize=13).encode(x=place, text="label:N", color=ink())
    stretch = base.mark_point(opacity=0).encode(x=alt.X("longest:Q", axis=None, scale=span))
    layers = alt.layer(bars, words, labels, stretch).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
