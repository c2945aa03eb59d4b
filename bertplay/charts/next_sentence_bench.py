"""The bench drawn: every judged pair as a point, by kind."""

import random
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.results.next_sentence import JudgedPair, NextSentenceBench, PairKind
from bertplay.wording import cached_by_language, mark, t, t_as

ROW = 80
"""Pixels a kind: a line of text, and room for points above each other."""

KIND_TITLES = {
    PairKind.TRUE: mark("True pairs"),
    PairKind.SWAPPED: mark("Swapped"),
    PairKind.APART: mark("Same paragraph, not touching"),
    PairKind.ACROSS: mark("Two paragraphs"),
}


def kind_points(bench: NextSentenceBench) -> Any:
    """Across, the probability that the second sentence is next; in each row the pairs of one kind, with quartiles and median."""
    scores = {score.kind: score for score in bench.scores}
    chance = random.Random(0)
    rows = pd.DataFrame([row_of(bench, pair, chance) for pair in bench.pairs])
    rows["place"] = [list(scores).index(pair.kind) for pair in bench.pairs]
    for column, i in (("low", 0), ("median", 1), ("high", 2)):
        rows[column] = [scores[pair.kind].quartiles[i] for pair in bench.pairs]
    rows["title"] = [titled(bench, pair.kind) for pair in bench.pairs]
    rows["is_first"] = ~rows["place"].duplicated()
    return with_rows(drawn_points(), rows.assign(ink="ink"))


def row_of(bench: NextSentenceBench, pair: JudgedPair, chance: random.Random) -> dict[str, object]:
    """One point. height: where it stands in its row, by lot, so that points do not cover each other."""
    return {
        "first": bench.sentences[pair.first].text,
        "second": bench.sentences[pair.second].text,
        "probability": pair.probability_next,
        "judged": judged(is_right=pair.is_right),
        "height": chance.uniform(-1, 1),
    }


def judged(*, is_right: bool) -> str:
    """How the legend calls a pair."""
    return t_as("a pair", "right") if is_right else t_as("a pair", "wrong")


def titled(bench: NextSentenceBench, kind: PairKind) -> str:
    """ "Swapped: 0 of 12 right" """
    score = next(score for score in bench.scores if score.kind is kind)
    right = round(score.accuracy * score.asked)
    return t("{kind}: {right} of {asked} right", kind=t(KIND_TITLES[kind]), right=right, asked=score.asked)


@cached_by_language
def drawn_points() -> Any:
    """The drawing of `kind_points`, without rows."""
    axis = alt.Axis(format="%", tickCount=5, grid=True, title=t("probability that the second sentence is next"))
    across = alt.X("probability:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    row = alt.Y("place:O", axis=None, scale=alt.Scale(paddingOuter=0.1))
    tooltip = [
        alt.Tooltip("first:N", title=t_as("a sentence", "first")),
        alt.Tooltip("second:N", title=t_as("a sentence", "second")),
        alt.Tooltip("probability:Q", title=t("probability"), format=".1%"),
        alt.Tooltip("judged:N", title=t_as("a pair", "judged")),
    ]
    base = alt.Chart(ROWS)
    once = base.transform_filter("datum.is_first")
    half = once.mark_rule(strokeDash=[4, 4], opacity=0.5).encode(x=alt.datum(0.5), color=ink())
    verdicts = alt.Scale(domain=[judged(is_right=True), judged(is_right=False)])
    points = base.mark_circle(size=46, opacity=0.55).encode(
        x=across,
        y=row,
        yOffset=alt.YOffset("height:Q", scale=alt.Scale(domain=[-1.9, 2.9])),
        color=alt.Color("judged:N", scale=verdicts, legend=alt.Legend(orient="top", title=None, symbolOpacity=1)),
        tooltip=tooltip,
    )
    quarters = once.mark_rule(strokeWidth=2, yOffset=30).encode(x="low:Q", x2="high:Q", y=row, color=ink())
    median = once.mark_tick(thickness=3, size=12, yOffset=30).encode(x="median:Q", y=row, color=ink())
    titles = once.mark_text(align="left", fontSize=14, dy=-28).encode(x=alt.value(0), y=row, text="title:N", color=ink())
    description = t("Pairs of sentences as points by kind: across, the probability that the second sentence is next.")
    layers = alt.layer(half, points, quarters, median, titles).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
