"""A sentence on its way through the layers, drawn."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.light import FAINT, Marks
from bertplay.charts.marked_line import marked_line
from bertplay.charts.palette import ink
from bertplay.results.layers import EmbeddingSum, LayerWalk
from bertplay.wording import cached_by_language, mark, percent, t

ROW = 25
NAME_ROOM = 0.08
"""Share of a figure's height that a name takes."""
STRIPS = (mark("word"), mark("+ position"), mark("+ segment"), mark("= sum"), mark("after the norm"))
STRIP_LABEL, PIECE_LABEL = 110, 96
"""Pixels kept for the names of the rows."""


def growth_lines(walk: LayerWalk, place: int, lit: Marks | None = None) -> Any:
    """How probable the last layer's guesses at one place are after every layer, were the word head asked there.

    lit   layers that are marked; the line that ends highest is then lit
    """
    words = [guess.word for guess in walk.layers[-1].guesses[place]]
    rows = pd.DataFrame(
        [
            {"layer": layer.layer, "word": word, "probability": float(layer.final[place, rank]), "line": str(rank + 1)}
            for layer in walk.layers
            for rank, word in enumerate(words)
        ]
    )
    rows["spot"] = np.tile(
        spots_with_room([float(p) for p in walk.layers[-1].final[place]], float(rows["probability"].max())), len(walk.layers)
    )
    rows["end"] = np.where(rows["layer"] == walk.layers[-1].layer, rows["word"], "")
    rows["label"] = [percent(probability) for probability in rows["probability"]]
    if lit is None:
        return with_rows(drawn_growth(len(walk.layers)), rows)
    is_first = rows["line"] == "1"
    rows["light"] = np.where(is_first, 1.0, FAINT)
    rows["end"] = np.where(is_first & (rows["end"] != ""), rows["end"] + " ←", rows["end"])
    rows["mark"] = [f"↓ {lit[layer]}" if first and layer in lit else "" for first, layer in zip(is_first, rows["layer"], strict=True)]
    return with_rows(drawn_growth(len(walk.layers), is_lit=True), rows.assign(ink="ink"))


def spots_with_room(heights: list[float], tallest: float) -> list[float]:
    """Where to write a name beside each of some heights, given in falling order, so that no name covers another.

    [0.5, 0.02, 0.01] and 0.5 -> [0.5, 0.05, 0.01]
    """
    room = tallest * NAME_ROOM
    spots: list[float] = []
    for height in reversed(heights):
        spots.append(max(height, spots[-1] + room) if spots else height)
    return spots[::-1]


@cached_by_language
def drawn_growth(layers: int, *, is_lit: bool = False) -> Any:
    """The drawing of `growth_lines`, without rows."""
    numbers = alt.Axis(values=list(range(layers)), format="d", title=t("layer (0: the embeddings)"), grid=False)
    scale = alt.Scale(domain=[0, layers - 1], padding=6, nice=False)
    x = alt.X("layer:Q", axis=numbers, scale=scale)
    base = alt.Chart(ROWS).encode(
        x=x,
        y=alt.Y("probability:Q", axis=alt.Axis(format="%", tickCount=5, title=None), scale=alt.Scale(domainMin=0)),
        color=alt.Color("line:N", legend=None),
        tooltip=[
            alt.Tooltip("word:N", title=t("word")),
            alt.Tooltip("layer:Q", title=t("layer")),
            alt.Tooltip("label:N", title=t("probability")),
        ],
    )
    lines = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45))
    names = base.mark_text(align="left", dx=10, fontSize=14).encode(text="end:N", y=alt.Y("spot:Q"))
    description = t("Lines over the layers: the probability of what will be the guesses after the last layer.")
    figure = alt.layer(lines, names)
    if is_lit:
        lines = lines.encode(opacity=alt.Opacity("light:Q", scale=None))
        figure = alt.layer(marked_line(x, 5), lines, names).resolve_scale(color="independent")
    return figure.properties(height=230, description=description, padding={"right": 90})


def embedding_strips(embeddings: EmbeddingSum, place: int) -> Any:
    """The three vectors of one piece, their sum, and what enters the first layer: a cell for each of the first dimensions.

    The four that are added up are on one scale, or the sum would not be seen to be one.
    """
    parts = (embeddings.words, embeddings.positions, embeddings.segments, embeddings.total, embeddings.normed)
    vectors = np.stack([part[place] for part in parts])
    greatest = np.abs(vectors).max(axis=1, keepdims=True)
    greatest[:-1] = greatest[:-1].max()
    strips, dimensions = np.indices(vectors.shape)
    rows = pd.DataFrame({"strip": strips.ravel(), "dimension": dimensions.ravel() + 1, "value": vectors.ravel()})
    rows["depth"] = (vectors / np.maximum(greatest, np.finfo(np.float32).tiny)).ravel()
    rows["strength"] = np.sqrt(rows["depth"].abs())
    rows["name"] = [t(STRIPS[strip]) for strip in rows["strip"]]
    rows["label"] = np.where(rows["dimension"] == 1, rows["name"], "")
    return with_rows(drawn_strips(), rows.assign(ink="ink"))


@cached_by_language
def drawn_strips() -> Any:
    """The drawing of `embedding_strips`, without rows."""
    across = alt.X("dimension:O", axis=None, scale=alt.Scale(range=[STRIP_LABEL, alt.ExprRef("width")]))
    base = alt.Chart(ROWS).encode(y=alt.Y("strip:O", axis=None))
    tooltip = [
        alt.Tooltip("name:N", title=t("name")),
        alt.Tooltip("dimension:O", title=t("dimension")),
        alt.Tooltip("value:Q", title=t("value"), format=".3f"),
    ]
    color = alt.Color("depth:Q", legend=None, scale=alt.Scale(domain=[-1, 1], range="diverging"))
    strength = alt.Opacity("strength:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.06, 1]))
    cells = base.mark_rect(height={"band": 0.82}).encode(x=across, color=color, opacity=strength, tooltip=tooltip)
    names = base.mark_text(align="left", fontSize=14).encode(x=alt.value(0), text="label:N", color=ink())
    description = t(
        "Five rows of coloured cells: the word, position and segment embedding of a piece, their sum, and the sum after the layer norm."
    )
    return alt.layer(cells, names).resolve_scale(color="independent").properties(height=alt.Step(30), description=description)


def movement_cells(walk: LayerWalk) -> Any:
    """How far each vector moved in each layer, and, on a scale of its own, from the embeddings to the last."""
    layers, whole = len(walk.distance), t("in all")
    columns = [
        *((str(i + 1), walk.distance[i], walk.cosine[i]) for i in range(layers)),
        (whole, walk.whole_distance, walk.whole_cosine),
    ]
    rows = pd.DataFrame(
        [
            {
                "piece": piece.text,
                "place": place,
                "order": order,
                "layer": layer,
                "depth": float(distance[place] / max((walk.whole_distance if layer == whole else walk.distance).max(), 1e-6)),
                "distance": float(distance[place]),
                "cosine": float(cosine[place]),
                "name": piece.text if order == 0 else "",
            }
            for place, piece in enumerate(walk.pieces)
            for order, (layer, distance, cosine) in enumerate(columns)
        ]
    )
    return with_rows(drawn_movement(), rows.assign(ink="ink"))


@cached_by_language
def drawn_movement() -> Any:
    """The drawing of `movement_cells`, without rows."""
    axis = alt.Axis(orient="top", labelAngle=0, labelFontSize=13, labelOverlap=False, title=t("layer"), domain=False, ticks=False)
    across = alt.X("layer:O", sort=alt.SortField("order"), axis=axis, scale=alt.Scale(range=[PIECE_LABEL, alt.ExprRef("width")]))
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None))
    tooltip = [
        alt.Tooltip("piece:N", title=t("piece")),
        alt.Tooltip("layer:O", title=t("layer")),
        alt.Tooltip("distance:Q", title=t("distance"), format=".3f"),
        alt.Tooltip("cosine:Q", title=t("cosine"), format=".3f"),
    ]
    color = alt.Color("depth:Q", legend=None, scale=alt.Scale(domain=[0, 1]))
    cells = base.mark_rect(height={"band": 0.88}, width={"band": 0.95}, cornerRadius=2).encode(x=across, color=color, tooltip=tooltip)
    pieces = base.mark_text(align="left", fontSize=14, limit=PIECE_LABEL - 8).encode(x=alt.value(0), text="name:N", color=ink())
    description = t("A row for each piece, a column for each layer: the deeper the cell, the further the layer moved the piece's vector.")
    return alt.layer(cells, pieces).resolve_scale(color="independent").properties(height=alt.Step(ROW), description=description)
