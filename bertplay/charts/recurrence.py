from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.i18n import N_, _, cached_by_language, pgettext
from bertplay.results.recurrence import DISTANCES, FirstWord, Race

NAMES = ("LSTM", N_("self-attention"))


def race_lines(race: Race) -> Any:
    """Milliseconds per pass over the length of the text, one line per kind of layer; both axes are logarithmic."""
    rows = [
        {"length": lap.length, "ms": ms, "layer": _(name)}
        for lap in race.laps
        for name, ms in zip(NAMES, (lap.recurrent_ms, lap.attention_ms), strict=True)
    ]
    return with_rows(drawn_race(), pd.DataFrame(rows))


@cached_by_language
def drawn_race() -> Any:
    x = alt.X("length:Q", scale=alt.Scale(type="log", base=2, nice=False), title=_("tokens"), axis=alt.Axis(format=",d", grid=False))
    y = alt.Y(
        "ms:Q", scale=alt.Scale(type="log", nice=False), title=_("milliseconds"), axis=alt.Axis(format="~g", values=[0.1, 1, 10, 100])
    )
    color = alt.Color("layer:N", sort=[_(name) for name in NAMES], legend=legend_above("short", symbolType="stroke"))
    tooltip = [
        alt.Tooltip("layer:N", title=_("layer")),
        alt.Tooltip("length:Q", title=_("tokens")),
        alt.Tooltip("ms:Q", format=".3~g", title=_("milliseconds")),
    ]
    lines = alt.Chart(ROWS).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45)).encode(x=x, y=y, color=color, tooltip=tooltip)
    return lines.properties(height=340, description=_("Milliseconds of an LSTM layer and of an attention layer over the length of a text."))


LAYERS = {"lstm": NAMES[0], "attention": NAMES[1]}
CHANCE = N_("chance")


def memory_lines(layers: Sequence[FirstWord]) -> Any:
    """Accuracy over the distance to the first token, one line per layer, beside chance."""
    rows = [
        {"distance": distance, "share": share, "layer": _(LAYERS[layer.layer])}
        for layer in layers
        for distance, share in zip(DISTANCES, layer.shares, strict=bool(layer.shares))
    ]
    chance = max((layer.chance for layer in layers), default=0.0)
    rows += [{"distance": distance, "share": chance, "layer": _(CHANCE)} for distance in (DISTANCES[0], DISTANCES[-1])]
    return with_rows(drawn_memory(), pd.DataFrame(rows))


@cached_by_language
def drawn_memory() -> Any:
    scale = alt.Scale(type="log", base=2, nice=False)
    x = alt.X(
        "distance:Q", scale=scale, title=_("distance from the first token"), axis=alt.Axis(format="d", grid=False, values=list(DISTANCES))
    )
    y = alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]), title=_("copied correctly"), axis=alt.Axis(format=".0%", tickCount=5))
    color = alt.Color("layer:N", sort=[_(name) for name in (*NAMES, CHANCE)], legend=legend_above("short", symbolType="stroke"))
    tooltip = [
        alt.Tooltip("layer:N", title=_("layer")),
        alt.Tooltip("distance:Q", title=_("steps")),
        alt.Tooltip("share:Q", format=".0%", title=pgettext("share", "right")),
    ]
    lines = alt.Chart(ROWS).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45)).encode(x=x, y=y, color=color, tooltip=tooltip)
    return lines.properties(height=340, description=_("How often the first token is copied correctly, by the distance from it."))
