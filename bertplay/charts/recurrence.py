"""The race of the two kinds of layer, drawn."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.light import Marks
from bertplay.charts.marked_line import marked_line
from bertplay.results.recurrence import DISTANCES, FirstWord, Race
from bertplay.wording import cached_by_language, mark, t, t_as

NAMES = ("LSTM", mark("self-attention"))


def race_lines(race: Race, lit: Marks | None = None) -> Any:
    """Milliseconds of one pass over the length of the text, a line for each kind of layer; both axes logarithmic.

    lit   laps that are marked
    """
    rows = [
        {"length": lap.length, "ms": ms, "layer": t(name)}
        for lap in race.laps
        for name, ms in zip(NAMES, (lap.recurrent_ms, lap.attention_ms), strict=True)
    ]
    if lit is None:
        return with_rows(drawn_race(), pd.DataFrame(rows))
    marks = [f"{lit[lap]} ↓" if lap in lit and kind == 0 else "" for lap in range(len(race.laps)) for kind in range(len(NAMES))]
    return with_rows(drawn_race(is_lit=True), pd.DataFrame(rows).assign(mark=marks, ink="ink"))


@cached_by_language
def drawn_race(*, is_lit: bool = False) -> Any:
    """The drawing of `race_lines`, without rows."""
    x = alt.X("length:Q", scale=alt.Scale(type="log", base=2, nice=False), title=t("tokens"), axis=alt.Axis(format="d", grid=False))
    y = alt.Y("ms:Q", scale=alt.Scale(type="log"), title=t("milliseconds"), axis=alt.Axis(format="~g", values=[0.1, 1, 10, 100]))
    color = alt.Color("layer:N", sort=[t(name) for name in NAMES], legend=alt.Legend(title=None, orient="top", symbolType="stroke"))
    tooltip = [
        alt.Tooltip("layer:N", title=t("layer")),
        alt.Tooltip("length:Q", title=t("tokens")),
        alt.Tooltip("ms:Q", format=".3~g", title=t("milliseconds")),
    ]
    lines = alt.Chart(ROWS).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45)).encode(x=x, y=y, color=color, tooltip=tooltip)
    figure = alt.layer(marked_line(x, 3, align="right"), lines).resolve_scale(color="independent") if is_lit else lines
    return figure.properties(
        height=280, description=t("Milliseconds of an LSTM layer and of an attention layer over the length of a text.")
    )


LAYERS = {"lstm": NAMES[0], "attention": NAMES[1]}
CHANCE = mark("guessing")


def memory_lines(layers: Sequence[FirstWord]) -> Any:
    """Share right over the distance to the first word, a line for each layer, and what guessing would get."""
    rows = [
        {"distance": distance, "share": share, "layer": t(LAYERS[layer.layer])}
        for layer in layers
        for distance, share in zip(DISTANCES, layer.shares, strict=bool(layer.shares))
    ]
    chance = max((layer.chance for layer in layers), default=0.0)
    rows += [{"distance": distance, "share": chance, "layer": t(CHANCE)} for distance in (DISTANCES[0], DISTANCES[-1])]
    return with_rows(drawn_memory(), pd.DataFrame(rows))


@cached_by_language
def drawn_memory() -> Any:
    """The drawing of `memory_lines`, without rows."""
    scale = alt.Scale(type="log", base=2, nice=False)
    x = alt.X(
        "distance:Q", scale=scale, title=t("steps after the first word"), axis=alt.Axis(format="d", grid=False, values=list(DISTANCES))
    )
    y = alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]), title=t("remembered"), axis=alt.Axis(format=".0%", tickCount=5))
    color = alt.Color(
        "layer:N", sort=[t(name) for name in (*NAMES, CHANCE)], legend=alt.Legend(title=None, orient="top", symbolType="stroke")
    )
    tooltip = [
        alt.Tooltip("layer:N", title=t("layer")),
        alt.Tooltip("distance:Q", title=t("steps")),
        alt.Tooltip("share:Q", format=".0%", title=t_as("share", "right")),
    ]
    lines = alt.Chart(ROWS).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45)).encode(x=x, y=y, color=color, tooltip=tooltip)
    return lines.properties(height=280, description=t("How often the first word is remembered, over the distance to it."))
