"""How much every head follows a pattern: one cell per head, layers down, heads across."""

from typing import Any

import numpy as np

from bertplay.charts.heatmap import click_points, downwards
from bertplay.charts.plotly_theme import category_colors, color_scale, finished, literal
from bertplay.i18n import _, percent
from bertplay.results.attention import HeadRanking

MAX_NUMBERS = 12
"""Heads whose shares are written into the cells."""
ROW = 34


def head_shares(found: HeadRanking) -> Any:
    """From 0 to 100%; the first head is framed. A click gives (layer, head), from 1, as customdata."""
    import plotly.graph_objects as go

    layers, heads = found.share.shape
    cells = go.Heatmap(
        z=np.sqrt(found.share),
        zmin=0,
        zmax=1,
        colorscale=color_scale(),
        showscale=False,
        xgap=2,
        ygap=2,
        text=[[f"{100 * share:.0f}" for share in row] for row in found.share],
        texttemplate="%{text}" if heads <= MAX_NUMBERS else None,
        hoverinfo="skip",
    )
    layer, head = (place.ravel() for place in np.indices((layers, heads)))
    points = click_points(head, layer, np.stack([layer + 1, head + 1], axis=1).tolist())
    titles = [_("Layer {layer}, head {head}", layer=i + 1, head=j + 1) for i, j in np.ndindex(layers, heads)]
    points["hovertext"] = [
        f"<b>{title}</b><br>{literal(percent(float(share)))}" for title, share in zip(titles, found.share.flat, strict=True)
    ]
    points["hovertemplate"] = "%{hovertext}<extra></extra>"
    first_layer, first_head = found.ranked[0]
    corner = {"x0": first_head - 1.5, "x1": first_head - 0.5, "y0": first_layer - 1.5, "y1": first_layer - 0.5}
    frame = {"type": "rect", **corner, "line": {"color": category_colors()[1], "width": 3}}
    description = _(
        "How much of its attention, in percent, each of {heads} heads of {layers} layers gives to the pattern; the most: layer {layer}, "
        "head {head}.",
        heads=heads,
        layers=layers,
        layer=first_layer,
        head=first_head,
    )
    return finished(
        go.Figure([cells, points]),
        description,
        60 + ROW * layers,
        hovermode="closest",
        shapes=[frame],
        xaxis=counted(heads, _("head")) | {"side": "top"},
        yaxis=downwards(counted(layers, _("layer"))),
    )


def counted(n: int, title: str) -> dict[str, Any]:
    """An axis of places, counted from 1."""
    named = {"tickvals": list(range(n)), "ticktext": [str(i + 1) for i in range(n)], "title": {"text": title, "standoff": 4}}
    return named | {"range": [-0.5, n - 0.5], "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
