"""The comparison, drawn: quality against cost, and one word's vectors against each other."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.results.compare import ItemComparison, ItemScore, OneWord
from bertplay.wording import as_told, cached_by_language, mark, number, t

COSTS = {"parameters": mark("parameters, millions"), "bytes": mark("memory, MB"), "milliseconds": mark("milliseconds a sentence")}
QUALITIES = {"accuracy": mark("first guess right, %"), "preferred": mark("answer before the other word, %")}


def quality_against_cost(found: ItemComparison, quality: str, cost: str) -> Any:
    """A point a model: across what it costs, on a logarithmic scale; up how often it is right. Left and up is better.

    quality   "accuracy" or "preferred"; the line at half is drawn for the second, where chance gets half
    cost      "parameters", "bytes" or "milliseconds"
    """
    scores = [(column.title, column.score) for column in found.columns if column.score is not None]
    rows = pd.DataFrame(
        {
            "model": [as_told(title) for title, _ in scores],
            "cost": [cost_in_units(score, cost) for _, score in scores],
            "quality": [100 * (getattr(score, quality) or 0.0) for _, score in scores],
            "chance": 50.0,
            "ink": "ink",
        }
    )
    return with_rows(drawn_quality(t(QUALITIES[quality]), t(COSTS[cost]), quality == "preferred"), rows)


def cost_in_units(score: ItemScore, cost: str) -> float:
    """A cost in the unit of its axis."""
    value: float = getattr(score.cost, cost)
    return value if cost == "milliseconds" else value / 1e6


@cached_by_language
def drawn_quality(quality: str, cost: str, has_chance: bool) -> Any:
    """The drawing of `quality_against_cost`, without rows."""
    across = alt.X(
        "cost:Q", title=cost, scale=alt.Scale(type="log", nice=False, padding=60), axis=alt.Axis(tickCount=4, format="~g", grid=False)
    )
    up = alt.Y("quality:Q", title=quality, scale=alt.Scale(domain=[0, 100]))
    tooltip = [
        alt.Tooltip("model:N", title=t("model")),
        alt.Tooltip("cost:Q", format=".3~g", title=cost),
        alt.Tooltip("quality:Q", format=".0f", title=quality),
    ]
    base = alt.Chart(ROWS).encode(x=across, y=up, tooltip=tooltip)
    legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=260, symbolSize=120)
    points = base.mark_circle(size=160, opacity=1).encode(color=alt.Color("model:N", sort=None, legend=legend))
    chance = alt.Chart(ROWS).mark_rule(strokeDash=[4, 4], opacity=0.6).encode(y="chance:Q", color=ink())
    layers = alt.layer(*((chance,) if has_chance else ()), points).resolve_scale(color="independent")
    return layers.properties(height=320, description=t("Each model as a point: across what it costs, up how often it is right."))


def word_squares(word: OneWord) -> Any:
    """Every sentence against every other: the cosine of the word's two vectors, and its number in the square."""
    numbers = range(1, len(word.sentences) + 1)
    rows = pd.DataFrame(
        [(i, j, word.cosines[i - 1][j - 1], word.sentences[i - 1], word.sentences[j - 1]) for i in numbers for j in numbers],
        columns=["first", "second", "cosine", "sentence", "other"],
    )
    return with_rows(drawn_squares(len(word.sentences)), rows.assign(ink="ink", label=[number(c, ".2f") for c in rows["cosine"]]))


@cached_by_language
def drawn_squares(n: int) -> Any:
    """The drawing of `word_squares` of n sentences, without rows."""
    tooltip = [
        alt.Tooltip("sentence:N", title=t("sentence")),
        alt.Tooltip("other:N", title=t("other sentence")),
        alt.Tooltip("cosine:Q", format=".3f", title=t("cosine")),
    ]
    base = alt.Chart(ROWS).encode(
        x=alt.X("second:O", title=None, axis=alt.Axis(labelAngle=0, orient="top")), y=alt.Y("first:O", title=None), tooltip=tooltip
    )
    squares = base.mark_rect(opacity=0.45).encode(color=alt.Color("cosine:Q", legend=None, scale=alt.Scale(domain=[0, 1], clamp=True)))
    labels = base.mark_text(fontSize=12 if n <= 6 else 9).encode(text="label:N", color=ink())
    layers = alt.layer(squares, labels).resolve_scale(color="independent")
    return layers.properties(
        height=alt.Step(34 if n <= 6 else 24), description=t("The cosines of one word's vectors in several sentences.")
    )
