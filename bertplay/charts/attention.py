"""All heads by how broadly and how far they attend; their weights are drawn in attention_heatmap.py."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.i18n import _, cached_by_language, percent
from bertplay.results.attention import AttentionMaps

MAX_HEAD_NAMES = 32


def head_scatter(maps: AttentionMaps, layer: int, head: str) -> Any:
    """Every head: across, how far it attends; up, how broadly. The chosen one (counted from 1) is drawn large."""
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
    rows["shown"] = np.where((rows["chosen"] == 1) | (len(rows) <= MAX_HEAD_NAMES), rows["name"], "")
    return with_rows(drawn_scatter(), rows.assign(ink="ink"))


@cached_by_language
def drawn_scatter() -> Any:
    tooltip = [
        alt.Tooltip("name:N", title=_("layer and head")),
        alt.Tooltip("entropy:Q", format=".2f", title=_("bits")),
        alt.Tooltip("distance:Q", format=".1f", title=_("distance in tokens")),
        alt.Tooltip("special:N", title=_("on [CLS] and [SEP]")),
    ]
    base = alt.Chart(ROWS).encode(
        x=alt.X("distance:Q", title=_("mean attention distance (tokens)"), scale=alt.Scale(zero=True)),
        y=alt.Y("entropy:Q", title=_("attention entropy (bits)"), scale=alt.Scale(zero=True)),
        tooltip=tooltip,
    )
    size = alt.Size("chosen:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[70, 330]))
    points = base.mark_circle(opacity=0.9).encode(
        color=alt.Color("layer:Q", legend=alt.Legend(title=_("layer"), format="d", tickMinStep=1)), size=size
    )
    names = base.mark_text(align="left", dx=9, dy=-5, fontSize=12).encode(text="shown:N", color=ink())
    description = _(
        "Every head as a point: horizontally, the mean distance in tokens to what it attends to; "
        "vertically, the entropy of its attention in bits."
    )
    return alt.layer(points, names).resolve_scale(color="independent").properties(height=300, description=description)
