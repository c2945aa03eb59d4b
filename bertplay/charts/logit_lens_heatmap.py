"""The logit lens: the first prediction at every position after every layer, in a grid that scrolls under a long sentence."""

from typing import Any

import numpy as np

from bertplay.charts.heatmap import click_points, downwards, token_axis
from bertplay.charts.plotly_theme import FAINT, TRANSPARENT, category_colors, color_scale, finished, literal, shortened
from bertplay.i18n import _, percent
from bertplay.results.layers import LayerPredictions, LogitLens

ROW = 34
"""Pixels of a row."""
MAX_COLUMNS = 7
"""The number of columns visible at once; the strip below, or dragging, shows the others."""
MAX_LETTERS = 9
STRIP = 60


def logit_lens_heatmap(lens: LogitLens, chosen: int | None = None) -> Any:
    """A row for each layer, a column for each token; a click gives (layer, position) as customdata.

    chosen: the position that is framed, and in view.
    """
    import plotly.graph_objects as go

    layers, n = len(lens.layers), len(lens.tokens)
    probabilities = np.array([[predictions[0].probability for predictions in layer.predictions] for layer in lens.layers], dtype=np.float32)
    shades: dict[str, Any] = {"z": np.sqrt(probabilities), "zmin": 0, "zmax": 1, "colorscale": color_scale(), "showscale": False}
    cells = go.Heatmap(
        text=[[shortened(predictions[0].word, MAX_LETTERS) for predictions in layer.predictions] for layer in lens.layers],
        texttemplate="%{text}",
        hoverinfo="skip",
        **shades,
    )
    rows, columns = (place.ravel() for place in np.indices((layers, n)))
    points = click_points(columns, rows, [[lens.layers[i].layer, int(j)] for i, j in zip(rows, columns, strict=True)])
    points["hovertext"] = [hover(lens, lens.layers[i], j) for i, j in np.ndindex(layers, n)]
    points["hovertemplate"] = "%{hovertext}<extra></extra>"
    titles = [_("embeddings") if layer.layer == 0 else _("layer {layer}", layer=layer.layer) for layer in lens.layers]
    scrolls, outline = n > MAX_COLUMNS, {"color": category_colors()[1], "width": 3}
    frame = {"type": "rect", "y0": -0.5, "y1": layers - 0.5, "line": outline}
    figure = finished(
        go.Figure([cells, points]),
        described(lens),
        62 + layers * ROW + (STRIP if scrolls else 0),
        hovermode="closest",
        hoverdistance=60,
        dragmode="pan",
        shapes=[] if chosen is None else [frame | {"x0": chosen - 0.5, "x1": chosen + 0.5}],
        xaxis=token_axis([token.text for token in lens.tokens], most=n, angle=-35, side="top"),
        yaxis=downwards(token_axis(titles)),
    )
    return with_strip(figure.add_heatmap(xaxis="x2", hoverinfo="skip", **shades), n, chosen or 0) if scrolls else figure


def with_strip(figure: Any, n: int, chosen: int) -> Any:
    """A figure of n columns that are scrolled: a strip with the whole grid in small below it.

    Plotly draws into the strip whatever is on its axis. That is one of its own, with the colours alone: names would be drawn twice.
    """
    start = min(max(chosen - MAX_COLUMNS // 2, 0), n - MAX_COLUMNS)
    strip = {"visible": True, "thickness": 0.09, "range": [-0.5, n - 0.5], "bgcolor": TRANSPARENT, "bordercolor": FAINT, "borderwidth": 1}
    place = {"range": [start - 0.5, start + MAX_COLUMNS - 0.5], "minallowed": -0.5, "maxallowed": n - 0.5, "fixedrange": False}
    hidden = {"showticklabels": False, "showgrid": False, "zeroline": False, "ticks": "", "automargin": False}
    figure.update_layout(xaxis2=place | hidden | {"rangeslider": strip}, margin={"b": STRIP, "autoexpand": False})
    return figure.update_xaxes(overlaying="x2", matches="x2", selector={"side": "top"}, **place)


def hover(lens: LogitLens, layer: LayerPredictions, position: int) -> str:
    """The most probable tokens at a position after a layer, with their probabilities."""
    after = _("embeddings") if layer.layer == 0 else _("layer {layer}", layer=layer.layer)
    lines = [f"{literal(prediction.word)}  {literal(percent(prediction.probability))}" for prediction in layer.predictions[position]]
    return "<br>".join([f"{literal(lens.tokens[position].text)}, {after}", f"<b>{lines[0]}</b>", *lines[1:]])


def described(lens: LogitLens) -> str:
    """How many positions and layers, and how the prediction at the first [MASK] changes; without one, at the first token."""
    last = lens.layers[-1]
    places = [i for i, token in enumerate(lens.tokens) if token.text == "[MASK]"] or [0]
    first, final = lens.layers[0].predictions[places[0]][0], last.predictions[places[0]][0]
    return _(
        "The most probable token at each of {n} positions after each of {layers} layers. At “{token}”: “{first}” ({one}) after the "
        "embeddings, “{final}” ({other}) after the last layer.",
        n=len(lens.tokens),
        layers=last.layer,
        token=lens.tokens[places[0]].text,
        first=first.word,
        one=percent(first.probability),
        final=final.word,
        other=percent(final.probability),
    )
