"""The probability of every sentence as the continuation of every other."""

from itertools import pairwise, product
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.i18n import _, cached_by_language, pgettext
from bertplay.results.next_sentence import NextSentenceMatrix

CELL = 30
"""Pixels."""


def order_heat_map(matrix: NextSentenceMatrix, *, shows_text: bool = True, shows_order: bool = True) -> Any:
    """Down, the first sentence; across, the second. Outlined: what the text has; dotted: the steps of the model's order."""
    steps = set(pairwise(matrix.order)) if shows_order else set()
    texts = [sentence.text for sentence in matrix.sentences]
    rows = pd.DataFrame(
        {
            "column": j + 1,
            "row": i + 1,
            "first": texts[i],
            "second": texts[j],
            "probability": float(matrix.probabilities[i, j]),
            "is_true": shows_text and j == i + 1,
            "is_step": (i, j) in steps,
            "mark": "2",
        }
        for i, j in product(range(len(texts)), repeat=2)
    )
    return with_rows(drawn_heat_map(), rows)


@cached_by_language
def drawn_heat_map() -> Any:
    level = alt.Axis(labelAngle=0, ticks=False, domain=False)
    base = alt.Chart(ROWS).encode(
        x=alt.X("column:O", title=_("then sentence"), axis=level, scale=alt.Scale(padding=0)),
        y=alt.Y("row:O", title=_("sentence"), axis=level, scale=alt.Scale(padding=0)),
        tooltip=[
            alt.Tooltip("row:O", title=_("first no.")),
            alt.Tooltip("first:N", title=pgettext("a sentence", "first")),
            alt.Tooltip("column:O", title=_("second no.")),
            alt.Tooltip("second:N", title=pgettext("a sentence", "second")),
            alt.Tooltip("probability:Q", title=_("probability"), format=".1%"),
        ],
    )
    legend = alt.Legend(orient="top", title=_("probability of next"), format="%", gradientLength=160, tickCount=3)
    cells = base.mark_rect().encode(color=alt.Color("probability:Q", scale=alt.Scale(domain=[0, 1]), legend=legend))
    strong = alt.Color("mark:N", legend=None, scale=alt.Scale(domain=["1", "2"]))
    outlines = base.transform_filter("datum.is_true").mark_rect(filled=False, strokeWidth=2.5, aria=False).encode(stroke=strong)
    dots = base.transform_filter("datum.is_step").mark_circle(size=80, opacity=1, aria=False).encode(color=strong)
    description = _("Every sentence of the text after every other: the deeper a cell, the more probable that the second one is next.")
    layers = alt.layer(cells, outlines, dots).resolve_scale(color="independent", stroke="independent")
    return layers.properties(height=alt.Step(CELL), description=description)
