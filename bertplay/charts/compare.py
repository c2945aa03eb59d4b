"""Models compared, drawn: quality against cost on a test, and one word in several sentences."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.charts.palette import ink
from bertplay.i18n import N_, _, cached_by_language, localized, number
from bertplay.results.compare import Comparison, Cost, ItemScore
from bertplay.results.embeddings import FollowedWord

COSTS = {"parameters": N_("parameters, millions"), "bytes": N_("memory, MB"), "milliseconds": N_("milliseconds per sentence")}
QUALITIES = {"accuracy": N_("top-1 accuracy, %"), "preferred": N_("answer preferred to the other word, %")}

CHANCE = 50
"""Percent: of two words, each is preferred in half of the sentences."""


def quality_against_cost(found: Comparison[ItemScore], quality: str, cost: str) -> Any:
    """A point a model: across what it costs, on a logarithmic scale; up how often it is right. Left and up is better.

    quality   "accuracy" or "preferred"; the line at half is drawn for the second, where chance gets half
    cost      "parameters", "bytes" or "milliseconds"
    """
    measured = [(column.title, column.measured) for column in found.columns if column.measured is not None]
    rows = pd.DataFrame(
        {
            "model": [localized(title) for title, _ in measured],
            "cost": [cost_in_units(one.cost, cost, len(one.answer.items)) for _, one in measured],
            "quality": [100 * (getattr(one.answer, quality) or 0.0) for _, one in measured],
            "chance": CHANCE,
            "ink": "ink",
        }
    )
    rows["floor"] = [_("chance: {percent}%", percent=CHANCE), *[""] * (len(rows) - 1)][: len(rows)]
    return with_rows(drawn_quality(_(QUALITIES[quality]), _(COSTS[cost]), quality == "preferred"), rows)


def cost_in_units(found: Cost, cost: str, items: int) -> float:
    """A cost in the unit of its axis; the time is that of one of the items."""
    value: float = getattr(found, cost)
    return value / items if cost == "milliseconds" else value / 1e6


@cached_by_language
def drawn_quality(quality: str, cost: str, has_chance: bool) -> Any:
    across = alt.X(
        "cost:Q", title=cost, scale=alt.Scale(type="log", nice=False, padding=60), axis=alt.Axis(tickCount=4, format="~g", grid=False)
    )
    up = alt.Y("quality:Q", title=quality, scale=alt.Scale(domain=[0, 100]))
    tooltip = [
        alt.Tooltip("model:N", title=_("model")),
        alt.Tooltip("cost:Q", format=".3~g", title=cost),
        alt.Tooltip("quality:Q", format=".0f", title=quality),
    ]
    base = alt.Chart(ROWS).encode(x=across, y=up, tooltip=tooltip)
    legend = legend_above("long", symbolSize=120)
    points = base.mark_circle(size=160, opacity=1).encode(color=alt.Color("model:N", sort=None, legend=legend))
    chance = alt.Chart(ROWS).mark_rule(strokeDash=[4, 4], opacity=0.6).encode(y="chance:Q", color=ink())
    chance_label = alt.Chart(ROWS).mark_text(align="left", dy=12, fontSize=12, opacity=0.85)
    chance_label = chance_label.encode(x=alt.value(4), y="chance:Q", text="floor:N", color=ink())
    layers = alt.layer(*((chance, chance_label) if has_chance else ()), points).resolve_scale(color="independent")
    return layers.properties(height=320, description=_("Each model as a point: horizontally its cost, vertically its accuracy."))


def word_similarity_bars(found: FollowedWord) -> Any:
    """A bar for each sentence: the cosine of its word with that of the first, at the last layer; below them that of any two words."""
    names = [*(_("sentence {number}", number=number) for number in found.numbers[1:]), _("any two words")]
    cosines = [*found.cosines[-1], found.baselines[-1].mean]
    rows = pd.DataFrame(
        {
            "word": names,
            "place": range(1, len(names) + 1),
            "distance": [max(cosine, 0.0) for cosine in cosines],
            "label": [number(cosine, ".2f") for cosine in cosines],
        }
    )
    description = _("The cosines of a word in several sentences with the word in the first one, and that of any two words.")
    return bars(rows, "distance", description, Widths(word=112, label=48), longest=1.0)
