"""Attention as heatmaps: one head with its tokens, and all heads of all layers at a glance."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from bertplay.charts.heatmap import click_points, downwards, token_axis
from bertplay.charts.plotly_theme import FAINT, TRANSPARENT, category_colors, color_scale, finished, literal
from bertplay.i18n import _, percent, pgettext
from bertplay.results import Floats
from bertplay.results.attention import AttentionMaps, AttentionView

MAX_NAMES = 48
SIDE = 20
"""Cells of a thumbnail: of a longer text several tokens share one, which shows the greatest of their weights."""
GAP = 2
"""Cells between thumbnails."""


def attention_heatmap(view: AttentionView) -> Any:
    """A row for each token that attends, a column for each it attends to; a click gives (row, column) as customdata."""
    import plotly.graph_objects as go

    names = [token.text for token in view.tokens]
    n = len(names)
    rows, columns = np.indices((n, n))
    cells = go.Heatmap(
        z=np.sqrt(view.weights),
        zmin=0,
        zmax=1,
        colorscale=color_scale(),
        showscale=False,
        xgap=1 if n <= MAX_NAMES else 0,
        ygap=1 if n <= MAX_NAMES else 0,
        hoverinfo="skip",
    )
    texts = [literal(name) for name in names]
    points = click_points(columns.ravel(), rows.ravel(), np.stack([rows.ravel(), columns.ravel()], axis=1).tolist())
    points["hovertext"] = [
        f"{texts[i]} → {texts[j]}: <b>{literal(percent(float(view.weights[i, j])))}</b>" for i in range(n) for j in range(n)
    ]
    points["hovertemplate"] = "%{hovertext}<extra></extra>"
    height = 90 + n * (30 if n <= 16 else 20) if n <= MAX_NAMES else 620
    return finished(
        go.Figure([cells, points]),
        described_head(view),
        height,
        hovermode="closest",
        hoverdistance=40,
        xaxis=token_axis(names, most=MAX_NAMES, angle=-60, side="top", title={"text": _("attends to"), "standoff": 6}),
        yaxis=downwards(token_axis(names, most=MAX_NAMES, title={"text": pgettext("attention", "from"), "standoff": 6})),
    )


def described_head(view: AttentionView) -> str:
    """The strongest weight of a head between two tokens, in a sentence."""
    i, j = np.unravel_index(int(np.argmax(view.weights)), view.weights.shape)
    return _(
        "Attention of layer {layer}, {head}, over {n} tokens; the greatest weight goes from “{one}” to “{other}”: {share}.",
        layer=view.layer,
        head=_("head {head}", head=view.head) if view.head.isdigit() else view.head,
        n=len(view.tokens),
        one=view.tokens[i].text,
        other=view.tokens[j].text,
        share=percent(float(view.weights[i, j])),
    )


def attention_overview(maps: AttentionMaps, chosen: tuple[int, int] | None = None) -> Any:
    """A thumbnail for each head: a row for each layer, a column for each head.

    A click gives (layer, head) as customdata, both counted from 1. chosen: the head that is framed.
    """
    import plotly.graph_objects as go

    layers, heads = maps.weights.shape[:2]
    picture, side = tiled(maps.weights)
    pitch = side + GAP
    scale = color_scale(from_nothing=True)
    cells = go.Heatmap(z=picture, zmin=0, zmax=255, colorscale=scale, showscale=False, hoverinfo="skip")
    layer, head = (place.ravel() for place in np.indices((layers, heads)))
    middle = (side - 1) / 2
    points = click_points(head * pitch + middle, layer * pitch + middle, np.stack([layer + 1, head + 1], axis=1).tolist())
    points["hovertext"] = [hover(maps, i, j) for i, j in np.ndindex(layers, heads)]
    points["hovertemplate"] = "%{hovertext}<extra></extra>"
    frames = [frame([(j * pitch, i * pitch) for i, j in np.ndindex(layers, heads)], side, FAINT, 1)]
    if chosen:
        frames.append(frame([((chosen[1] - 1) * pitch, (chosen[0] - 1) * pitch)], side, category_colors()[1], 3))
    description = _(
        "The attention of all {heads} heads of {layers} layers over {n} tokens as small pictures.",
        heads=heads,
        layers=layers,
        n=len(maps.tokens),
    )
    height = 52 + layers * max(38, min(64, 660 // heads))
    return finished(
        go.Figure([cells, points]),
        description,
        height,
        hovermode="closest",
        hoverdistance=60,
        shapes=frames,
        xaxis=numbered(heads, pitch, middle, _("head")) | {"side": "top"},
        yaxis=downwards(numbered(layers, pitch, middle, _("layer"))),
    )


def numbered(count: int, pitch: int, middle: float, title: str) -> dict[str, Any]:
    """An axis of thumbnails, counted from 1."""
    return {
        "range": [-GAP, count * pitch],
        "tickvals": [i * pitch + middle for i in range(count)],
        "ticktext": [str(i + 1) for i in range(count)],
        "title": {"text": title, "standoff": 4},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def frame(corners: Iterable[tuple[int, int]], side: int, color: str, width: int) -> dict[str, Any]:
    """The frames of thumbnails whose first cells are at these (x, y), as one path: plotly takes long over many shapes."""
    path = "".join(f"M{x - 0.5},{y - 0.5}H{x + side - 0.5}V{y + side - 0.5}H{x - 0.5}Z" for x, y in corners)
    return {"type": "path", "path": path, "line": {"color": color, "width": width}, "fillcolor": TRANSPARENT, "layer": "above"}


def hover(maps: AttentionMaps, layer: int, head: int) -> str:
    """The hover label of a head; layer and head are counted from 0."""
    title = _("Layer {layer}, head {head}", layer=layer + 1, head=head + 1)
    return "<br>".join(
        (
            f"<b>{title}</b>",
            _("attends to tokens {distance:.1f} positions away on average", distance=float(maps.distance[layer, head])),
            _("spread over {n:.1f} tokens", n=float(2 ** maps.entropy[layer, head])),
            _("{share} on special tokens", share=percent(float(maps.on_special[layer, head]))),
        )
    )


def tiled(weights: Floats) -> tuple[npt.NDArray[np.uint8], int]:
    """[layers, heads, n, n] weights -> one picture of their square roots, 0 between thumbnails, and the side of a thumbnail in cells."""
    layers, heads, n, _ = weights.shape
    side = min(n, SIDE)
    if n > SIDE:
        edges = np.linspace(0, n, SIDE, endpoint=False).astype(int)
        weights = np.maximum.reduceat(np.maximum.reduceat(weights, edges, axis=2), edges, axis=3)
    shades = np.round(1 + 254 * np.sqrt(np.clip(weights, 0, 1)))
    tiles = np.zeros((layers, side + GAP, heads, side + GAP), dtype=np.uint8)
    tiles[:, :side, :, :side] = shades.transpose(0, 2, 1, 3)
    return tiles.reshape(layers * (side + GAP), heads * (side + GAP))[:-GAP, :-GAP], side
