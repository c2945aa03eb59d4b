"""The race of the two kinds of layer, drawn."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.results.recurrence import Race

NAMES = ("LSTM", "self-attention")


def race_lines(race: Race) -> Any:
    """Milliseconds of one pass over the length of the text, a line for each kind of layer; both axes logarithmic."""
    rows = [
        {"length": lap.length, "ms": ms, "layer": name}
        for lap in race.laps
        for name, ms in zip(NAMES, (lap.recurrent_ms, lap.attention_ms), strict=True)
    ]
    return with_rows(drawn_race(), pd.DataFrame(rows))


@cache
def drawn_race() -> Any:
    """The drawing of `race_lines`, without rows."""
    x = alt.X("length:Q", scale=alt.Scale(type="log", base=2, nice=False), title="tokens", axis=alt.Axis(format="d", grid=False))
    y = alt.Y("ms:Q", scale=alt.Scale(type="log"), title="milliseconds", axis=alt.Axis(format="~g", values=[0.1, 1, 10, 100]))
    color = alt.Color("layer:N", sort=list(NAMES), legend=alt.Legend(title=None, orient="top", symbolType="stroke"))
    tooltip = [alt.Tooltip("layer:N"), alt.Tooltip("length:Q", title="tokens"), alt.Tooltip("ms:Q", format=".3~g", title="milliseconds")]
    lines = alt.Chart(ROWS).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45)).encode(x=x, y=y, color=color, tooltip=tooltip)
    return lines.properties(height=280, description="Milliseconds of an LSTM layer and of an attention layer over the length of a text.")
