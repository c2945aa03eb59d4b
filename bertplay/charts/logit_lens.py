"""The logit lens, the embeddings and the movement of vectors, drawn."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.i18n import N_, _, cached_by_language, percent
from bertplay.results.layers import EmbeddingSum, LogitLens

ROW = 25
NAME_ROOM = 0.08
"""Share of a figure's height that a name takes."""
STRIPS = (N_("word"), N_("+ position"), N_("+ segment"), N_("= sum"), N_("after LayerNorm"))
STRIP_LABEL, TOKEN_LABEL = 110, 96
"""Pixels kept for the names of the rows."""


def logit_lens_lines(lens: LogitLens, place: int) -> Any:
    """The probabilities of the last layer's predictions at one position, after every layer, under the logit lens."""
    words = [prediction.word for prediction in lens.layers[-1].predictions[place]]
    rows = pd.DataFrame(
        [
            {"layer": layer.layer, "word": word, "probability": float(layer.final[place, rank]), "line": str(rank + 1)}
            for layer in lens.layers
            for rank, word in enumerate(words)
        ]
    )
    rows["spot"] = np.tile(
        spots_with_room([float(p) for p in lens.layers[-1].final[place]], float(rows["probability"].max())), len(lens.layers)
    )
    rows["end"] = np.where(rows["layer"] == lens.layers[-1].layer, rows["word"], "")
    rows["label"] = [percent(probability) for probability in rows["probability"]]
    return with_rows(drawn_lens(len(lens.layers)), rows)


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
def drawn_lens(layers: int) -> Any:
    numbers = alt.Axis(values=list(range(layers)), format="d", title=_("layer (0: the embeddings)"), grid=False)
    scale = alt.Scale(domain=[0, layers - 1], padding=6, nice=False)
    x = alt.X("layer:Q", axis=numbers, scale=scale)
    base = alt.Chart(ROWS).encode(
        x=x,
        y=alt.Y("probability:Q", axis=alt.Axis(format="%", tickCount=5, title=None), scale=alt.Scale(domainMin=0)),
        color=alt.Color("line:N", legend=None),
        tooltip=[
            alt.Tooltip("word:N", title=_("word")),
            alt.Tooltip("layer:Q", title=_("layer")),
            alt.Tooltip("label:N", title=_("probability")),
        ],
    )
    lines = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=45))
    names = base.mark_text(align="left", dx=10, fontSize=14).encode(text="end:N", y=alt.Y("spot:Q"))
    description = _("Lines over the layers: the probability of what the last layer predicts.")
    return alt.layer(lines, names).properties(height=280, description=description, padding={"right": 90})


def embedding_strips(embeddings: EmbeddingSum, place: int) -> Any:
    """The three vectors of one token, their sum, and what enters the first layer: a cell for each of the first dimensions.

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
    rows["name"] = [_(STRIPS[strip]) for strip in rows["strip"]]
    rows["label"] = np.where(rows["dimension"] == 1, rows["name"], "")
    return with_rows(drawn_strips(), rows.assign(ink="ink"))


@cached_by_language
def drawn_strips() -> Any:
    across = alt.X("dimension:O", axis=None, scale=alt.Scale(range=[STRIP_LABEL, alt.ExprRef("width")]))
    base = alt.Chart(ROWS).encode(y=alt.Y("strip:O", axis=None))
    tooltip = [
        alt.Tooltip("name:N", title=_("name")),
        alt.Tooltip("dimension:O", title=_("dimension")),
        alt.Tooltip("value:Q", title=_("value"), format=".3f"),
    ]
    color = alt.Color("depth:Q", legend=None, scale=alt.Scale(domain=[-1, 1], range="diverging"))
    strength = alt.Opacity("strength:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.06, 1]))
    cells = base.mark_rect(height={"band": 0.82}).encode(x=across, color=color, opacity=strength, tooltip=tooltip)
    names = base.mark_text(align="left", fontSize=14).encode(x=alt.value(0), text="label:N", color=ink())
    description = _(
        "Five rows of coloured cells: the word, position and segment embedding of a token, their sum, and the sum after the layer norm."
    )
    return alt.layer(cells, names).resolve_scale(color="independent").properties(height=alt.Step(30), description=description)


def movement_cells(lens: LogitLens) -> Any:
    """How far each vector moved in each layer, and, on a scale of its own, from the embeddings to the last."""
    layers, whole = len(lens.distance), _("in all")
    columns = [
        *((str(i + 1), lens.distance[i], lens.cosine[i]) for i in range(layers)),
        (whole, lens.whole_distance, lens.whole_cosine),
    ]
    rows = pd.DataFrame(
        [
            {
                "token": token.text,
                "place": place,
                "order": order,
                "layer": layer,
                "depth": float(distance[place] / max((lens.whole_distance if layer == whole else lens.distance).max(), 1e-6)),
                "distance": float(distance[place]),
                "cosine": float(cosine[place]),
                "name": token.text if order == 0 else "",
            }
            for place, token in enumerate(lens.tokens)
            for order, (layer, distance, cosine) in enumerate(columns)
        ]
    )
    return with_rows(drawn_movement(), rows.assign(ink="ink"))


@cached_by_language
def drawn_movement() -> Any:
    axis = alt.Axis(orient="top", labelAngle=0, labelFontSize=13, labelOverlap=False, title=_("layer"), domain=False, ticks=False)
    across = alt.X("layer:O", sort=alt.SortField("order"), axis=axis, scale=alt.Scale(range=[TOKEN_LABEL, alt.ExprRef("width")]))
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None))
    tooltip = [
        alt.Tooltip("token:N", title=_("token")),
        alt.Tooltip("layer:O", title=_("layer")),
        alt.Tooltip("distance:Q", title=_("distance"), format=".3f"),
        alt.Tooltip("cosine:Q", title=_("cosine"), format=".3f"),
    ]
    color = alt.Color("depth:Q", legend=None, scale=alt.Scale(domain=[0, 1]))
    cells = base.mark_rect(height={"band": 0.88}, width={"band": 0.95}, cornerRadius=2).encode(x=across, color=color, tooltip=tooltip)
    tokens = base.mark_text(align="left", fontSize=14, limit=TOKEN_LABEL - 8).encode(x=alt.value(0), text="name:N", color=ink())
    description = _("A row for each token, a column for each layer: the darker the cell, the further the layer moved the token's vector.")
    return alt.layer(cells, tokens).resolve_scale(color="independent").properties(height=alt.Step(ROW), description=description)
