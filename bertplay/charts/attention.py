"""Attention, drawn: one head as a matrix, and all heads by how widely and how far they look."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink, probability_color
from bertplay.results.layers import AttentionMaps, AttentionView
from bertplay.wording import cached_by_language, percent, t, t_as

MOST_NAMES = 40
"""With more pieces names would be unreadable; pointing at a cell says them."""
MOST_HEAD_NAMES = 32
LEFT, TOP = 92, 84
"""Pixels kept for the names."""
FAINTEST = 0.001
"""Weights below are not drawn: no eye tells them from the ground."""


def attention_matrix(view: AttentionView) -> Any:
    """A row for who looks, a column for what is looked at; deeper is more."""
    n, names = len(view.pieces), [piece.text for piece in view.pieces]
    looks, at = np.nonzero(view.weights >= FAINTEST)
    weights = view.weights[looks, at]
    cells = {"kind": "cell", "row": looks, "column": at, "weight": weights, "from": [names[i] for i in looks], "at": [names[i] for i in at]}
    places = np.arange(n)
    named = names if n <= MOST_NAMES else [""] * n
    labels = [{"kind": kind, "row": places, "column": places, "weight": 0.0, "from": named, "at": named} for kind in ("looks", "seen")]
    rows = pd.concat([pd.DataFrame(part) for part in (cells, *labels)], ignore_index=True)
    rows["label"] = [percent(weight) for weight in rows["weight"]]
    return with_rows(drawn_matrix(n), rows.assign(ink="ink"))


@cached_by_language
def drawn_matrix(n: int) -> Any:
    """The drawing of `attention_matrix` for n pieces, without rows."""
    left, top = (LEFT, TOP) if n <= MOST_NAMES else (6, 6)
    height = top + n * (29 if n <= 14 else 20 if n <= MOST_NAMES else 5)
    across = alt.X("column:O", axis=None, scale=alt.Scale(range=[left, alt.ExprRef("width")]))
    down = alt.Y("row:O", axis=None, scale=alt.Scale(range=[top, height]))
    base = alt.Chart(ROWS)
    tooltip = [
        alt.Tooltip("from:N", title=t_as("attention", "from")),
        alt.Tooltip("at:N", title=t_as("attention", "at")),
        alt.Tooltip("label:N", title=t_as("attention", "weight")),
    ]
    cells = base.transform_filter("datum.kind == 'cell'").mark_rect(cornerRadius=1)
    squares = cells.encode(x=across, y=down, color=probability_color("weight"), tooltip=tooltip)
    who = base.transform_filter("datum.kind == 'looks'").mark_text(align="right", fontSize=13, limit=left - 12)
    what = base.transform_filter("datum.kind == 'seen'").mark_text(align="left", angle=300, fontSize=13, limit=top)
    rows = who.encode(x=alt.value(left - 8), y=down, text="from:N", color=ink())
    columns = what.encode(x=across, y=alt.value(top - 8), text="at:N", color=ink())
    description = t("A matrix: a row for each piece that looks, a column for each that is looked at; deeper is more attention.")
    return alt.layer(squares, rows, columns).resolve_scale(color="independent").properties(height=height, description=description)


def head_scatter(maps: AttentionMaps, layer: int, head: str) -> Any:
    """Every head: across, how far it looks; up, how widely. The chosen one (counted from 1) is drawn large."""
    layers, heads = maps.entropy.shape
    rows = pd.DataFrame(
        {
            "name": [f"{i}.{j}" for i in range(1, layers + 1) for j in range(1, heads + 1)],
            "layer": np.repeat(np.arange(1, layers + 1), heads),
            "entropy": maps.entropy.ravel(),
            "distance": maps.distance.ravel(),
            "special": [percent(float(share)) for share in maps.on_special.ravel()],
        }
    )
    rows["chosen"] = np.where(rows["name"] == f"{layer}.{head}", 1, 0)
    rows["shown"] = np.where((rows["chosen"] == 1) | (len(rows) <= MOST_HEAD_NAMES), rows["name"], "")
    return with_rows(drawn_scatter(), rows.assign(ink="ink"))


@cached_by_language
def drawn_scatter() -> Any:
    """The drawing of `head_scatter`, without rows."""
    tooltip = [
        alt.Tooltip("name:N", title=t("layer and head")),
        alt.Tooltip("entropy:Q", format=".2f", title=t("bits")),
        alt.Tooltip("distance:Q", format=".1f", title=t("pieces away")),
        alt.Tooltip("special:N", title=t("on [CLS] and [SEP]")),
    ]
    base = alt.Chart(ROWS).encode(
        x=alt.X("distance:Q", title=t("distance: pieces between who looks and what is looked at"), scale=alt.Scale(zero=True)),
        y=alt.Y("entropy:Q", title=t("entropy: bits"), scale=alt.Scale(zero=True)),
        tooltip=tooltip,
    )
    size = alt.Size("chosen:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[70, 330]))
    points = base.mark_circle(opacity=0.9).encode(
        color=alt.Color("layer:Q", legend=alt.Legend(title=t("layer"), format="d", tickMinStep=1)), size=size
    )
    names = base.mark_text(align="left", dx=9, dy=-5, fontSize=12).encode(text="shown:N", color=ink())
    description = t("Every head as a point: across, how many pieces away it looks; up, among how many it spreads, in bits.")
    return alt.layer(points, names).resolve_scale(color="independent").properties(height=300, description=description)
