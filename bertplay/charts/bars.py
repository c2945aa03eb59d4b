"""Horizontal bars, one a row: the form of most figures here."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.light import Marks, marked, room_for, strengths
from bertplay.charts.palette import bits_color, count_color, distance_color, ink, probability_color
from bertplay.wording import cached_by_language

ROW = 27
"""Pixels a row."""
COLORS = {"probability": probability_color, "bits": bits_color, "distance": distance_color, "count": count_color}


@dataclass(frozen=True, slots=True)
class Widths:
    """Pixels kept for the word before a bar, and for the label behind the longest."""

    word: int = 120
    label: int = 112


def bars(
    rows: pd.DataFrame,
    field: str,
    longest: float,
    description: str,
    widths: Widths | None = None,
    lit: Marks | None = None,
    room: int | None = None,
) -> Any:
    """Bars of `word` by a field, one of COLORS, in the order of `place`, with `label` behind their ends.

    longest   where a bar fills the width; at least the longest bar
    lit       the bars that are lit, from 0; without it none is, and none is faint
    room      pixels for the arrows and their words: the same for figures that are compared, or their bars have two scales
    """
    widths = widths or Widths()
    rows = rows.assign(longest=max([longest, *rows[field]]), ink="ink")
    if lit is None:
        return with_rows(drawn_bars(field, description, widths), rows)
    rows["label"] = [marked(label, lit, row) for row, label in enumerate(rows["label"])]
    widths = Widths(widths.word, widths.label + (room_for(lit) if room is None else room))
    return with_rows(drawn_bars(field, description, widths, is_lit=True), rows.assign(light=strengths(len(rows), lit)))


@cached_by_language
def drawn_bars(field: str, description: str, widths: Widths, *, is_lit: bool = False) -> Any:
    """The drawing of `bars`, without rows."""
    span = alt.Scale(domainMin=0, nice=False, range=[widths.word, alt.ExprRef(f"max(width - {widths.label}, {widths.word + 20})")])
    place = alt.X(f"{field}:Q", axis=None, scale=span)
    tooltip = [alt.Tooltip("word:N"), alt.Tooltip(f"{field}:Q", format=".3~g"), alt.Tooltip("label:N")]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    filled = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.66}).encode(x=place, color=COLORS[field](field))
    if is_lit:
        filled = filled.encode(opacity=alt.Opacity("light:Q", scale=None))
    words = base.mark_text(align="left", fontSize=15, limit=widths.word - 10).encode(x=alt.value(0), text="word:N", color=ink())
    labels = base.mark_text(align="left", dx=7, fontSize=13).encode(x=place, text="label:N", color=ink())
    stretch = base.mark_point(opacity=0).encode(x=alt.X("longest:Q", axis=None, scale=span))
    layers = alt.layer(filled, words, labels, stretch).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
