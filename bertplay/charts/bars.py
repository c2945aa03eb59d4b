"""Horizontal bars, one per row: the form of most figures here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import bits_color, count_color, distance_color, evidence_color, ink, probability_color
from bertplay.i18n import cached_by_language

ROW = 27
"""Pixels a row."""
COLORS = {
    "probability": probability_color,
    "bits": bits_color,
    "distance": distance_color,
    "count": count_color,
    "evidence": evidence_color,
}


@dataclass(frozen=True, slots=True)
class Widths:
    """Pixels kept for the word before a bar, and for the label after the longest."""

    word: int = 120
    label: int = 112


def bars(
    rows: pd.DataFrame,
    field: str,
    description: str,
    widths: Widths | None = None,
    longest: float | None = None,
) -> Any:
    """Bars of `word` by a field, one of COLORS, in the order of `place`, with `label` after their ends.

    longest   where a bar fills the width; None for 100% in a figure of probabilities, so that any two of them can be compared by eye,
              and for the longest bar in any other
    """
    rows = rows.assign(longest=full_width(rows[field], field, longest), ink="ink")
    return with_rows(drawn_bars(field, description, widths or Widths()), rows)


def full_width(values: Iterable[float], field: str, longest: float | None) -> float:
    """Where a bar fills the width; at least the longest of them."""
    least = longest if longest is not None else 1.0 if field == "probability" else 0.0
    return max([least, *values])


@cached_by_language
def drawn_bars(field: str, description: str, widths: Widths) -> Any:
    span = alt.Scale(domainMin=0, nice=False, range=[widths.word, alt.ExprRef(f"max(width - {widths.label}, {widths.word + 20})")])
    place = alt.X(f"{field}:Q", axis=None, scale=span)
    tooltip = [alt.Tooltip("word:N"), alt.Tooltip(f"{field}:Q", format=".3~g"), alt.Tooltip("label:N")]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    filled = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.66}).encode(x=place, color=COLORS[field](field))
    words = base.mark_text(align="left", fontSize=15, limit=widths.word - 10).encode(x=alt.value(0), text="word:N", color=ink())
    labels = base.mark_text(align="left", dx=7, fontSize=13).encode(x=place, text="label:N", color=ink())
    stretch = base.mark_point(opacity=0).encode(x=alt.X("longest:Q", axis=None, scale=span))
    layers = alt.layer(filled, words, labels, stretch).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
