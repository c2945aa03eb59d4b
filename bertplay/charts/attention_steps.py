"""Attention step by step: the query beside every key, and the weights beside every weighted value."""

from typing import Any

import numpy as np

from bertplay.charts.heatmap import downwards, token_axis
from bertplay.charts.plotly_theme import category_colors, diverging_scale, finished, literal, shortened
from bertplay.i18n import _, number, percent
from bertplay.results import Floats
from bertplay.results.attention import AttentionSteps

ROW = 26
"""Pixels of a token."""
KEYS, PRODUCTS, SCALED = (0.0, 0.62), (0.64, 0.81), (0.83, 1.0)
WEIGHTS, VALUES = (0.0, 0.36), (0.42, 1.0)
"""Where the columns of a figure begin and end, as shares of its width."""
MAX_LETTERS = 14


def query_and_keys(found: AttentionSteps) -> Any:
    """The query above, every key below it, dimension by dimension; beside each key its product with the query, and that scaled."""
    import plotly.graph_objects as go

    strips = np.vstack([found.query, found.keys])
    names = [_("query: {token}", token=found.tokens[found.token].text), *(token.text for token in found.tokens)]
    cells = strip_cells(strips, names)
    columns = [number_column(found.products, "x2"), number_column(found.scaled, "x3")]
    description = _(
        "The query of “{token}” and the keys of all {n} tokens as strips of {d} dimensions, with their products.",
        token=found.tokens[found.token].text,
        n=len(found.tokens),
        d=len(found.query),
    )
    figure = finished(go.Figure([cells, *columns]), description, height_of(len(names) + 1), margin={"t": 46}, showlegend=False)
    heads = ((KEYS, _("keys")), (PRODUCTS, _("q · k")), (SCALED, _("÷ √{d}", d=len(found.query))))
    return figure.update_layout(
        xaxis=hidden_axis(KEYS, len(found.query)),
        xaxis2=hidden_axis(PRODUCTS, 1),
        xaxis3=hidden_axis(SCALED, 1),
        yaxis=rows_with_room(names, below=1),
        annotations=headings(heads),
    )


def weights_and_values(found: AttentionSteps) -> Any:
    """The weight of each token as a bar, from 0 to 100 %; its weighted value as a strip; below, their sum: the output of the head."""
    import plotly.graph_objects as go

    strips = np.vstack([found.weighted, found.output])
    names = [*(token.text for token in found.tokens), _("sum: the output")]
    rows = list(range(len(found.tokens)))
    bars = go.Bar(
        x=found.weights.tolist(),
        y=rows,
        orientation="h",
        marker={"color": category_colors()[0]},
        text=[literal(percent(float(weight))) for weight in found.weights],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
        xaxis="x2",
    )
    description = _(
        "The attention of “{token}” to each of {n} tokens, from 0 to 100%, and each value times its weight; below, their sum.",
        token=found.tokens[found.token].text,
        n=len(found.tokens),
    )
    cells = strip_cells(strips, names)
    whole = go.Scatter(
        x=[0], y=[len(rows)], mode="text", text=[literal(f"= {percent(float(found.weights.sum()))}")], textposition="middle right",
        xaxis="x2", hoverinfo="skip",
    )  # fmt: skip
    figure = finished(
        go.Figure([cells, bars, whole]), description, height_of(len(names) + 1), margin={"t": 46}, showlegend=False, bargap=0.35
    )
    heads = ((WEIGHTS, _("weights (softmax)")), (VALUES, _("weight × value")))
    return figure.update_layout(
        xaxis=hidden_axis(VALUES, len(found.output)),
        xaxis2=hidden_axis(WEIGHTS, 1) | {"range": [0, 1.45]},
        yaxis=rows_with_room(names, above=1) | {"anchor": "x2"},
        annotations=headings(heads),
    )


def strip_cells(strips: Floats, names: list[str]) -> Any:
    """A row of cells for each vector, positive in one colour and negative in another, on one scale."""
    import plotly.graph_objects as go

    most = float(np.abs(strips).max()) or 1.0
    hovers = [
        [f"<b>{shortened(name, MAX_LETTERS)}</b> {i + 1}: {number(float(v), '.2f')}" for i, v in enumerate(row)]
        for name, row in zip(names, strips, strict=True)
    ]
    return go.Heatmap(
        z=strips,
        zmin=-most,
        zmax=most,
        colorscale=diverging_scale(through_nothing=True),
        showscale=False,
        ygap=3,
        hovertext=hovers,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def number_column(values: Floats, axis: str) -> Any:
    """Numbers in a column, beside their rows; the first row is the query's."""
    import plotly.graph_objects as go

    best = int(values.argmax())
    texts = [number(float(value), ".1f") for value in values]
    return go.Scatter(
        x=[0.0] * len(values),
        y=list(range(1, len(values) + 1)),
        mode="text",
        text=[f"<b>{text}</b>" if i == best else text for i, text in enumerate(texts)],
        hoverinfo="skip",
        xaxis=axis,
    )


def headings(columns: tuple[tuple[tuple[float, float], str], ...]) -> list[dict[str, Any]]:
    """A title above each column."""
    place = {"yref": "paper", "y": 1, "yanchor": "bottom", "xref": "paper", "xanchor": "center", "showarrow": False}
    return [{"x": (start + end) / 2, "text": f"<b>{literal(title)}</b>", **place} for (start, end), title in columns]


def rows_with_room(names: list[str], *, above: int = 0, below: int = 0) -> dict[str, Any]:
    """The rows with their names, padded with empty ones, so that each token has the same height in both figures."""
    axis = downwards(token_axis(names, most=len(names)))
    last, first = axis["range"]
    return axis | {"range": [last + below, first - above]}


def hidden_axis(domain: tuple[float, float], width: int) -> dict[str, Any]:
    """A column that has no axis of its own."""
    return {"domain": list(domain), "range": [-0.5, width - 0.5], "visible": False, "fixedrange": True}


def height_of(rows: int) -> int:
    """The height of the figure in pixels."""
    return 60 + ROW * rows
