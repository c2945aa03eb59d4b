"""Next-sentence evaluation, drawn: every pair as a point, by kind."""

import random
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.charts.palette import ink
from bertplay.i18n import N_, _, cached_by_language, pgettext
from bertplay.results.next_sentence import EvaluatedPair, NextSentenceEvaluation, PairKind

ROW = 80
"""Pixels a kind: a line of text, and room for points above each other."""

KIND_TITLES = {
    PairKind.TRUE: N_("True pairs"),
    PairKind.SWAPPED: N_("Swapped"),
    PairKind.APART: N_("Same paragraph, not adjacent"),
    PairKind.ACROSS: N_("Two paragraphs"),
}


def kind_points(evaluation: NextSentenceEvaluation) -> Any:
    """Across, the probability that the second sentence is next; in each row the pairs of one kind, with quartiles and median."""
    scores = {score.kind: score for score in evaluation.scores}
    chance = random.Random(0)
    rows = pd.DataFrame([row_of(evaluation, pair, chance) for pair in evaluation.pairs])
    rows["place"] = [list(scores).index(pair.kind) for pair in evaluation.pairs]
    for column, i in (("low", 0), ("median", 1), ("high", 2)):
        rows[column] = [scores[pair.kind].quartiles[i] for pair in evaluation.pairs]
    rows["title"] = [titled(evaluation, pair.kind) for pair in evaluation.pairs]
    rows["is_first"] = ~rows["place"].duplicated()
    return with_rows(drawn_points(), rows.assign(ink="ink"))


def row_of(evaluation: NextSentenceEvaluation, pair: EvaluatedPair, chance: random.Random) -> dict[str, object]:
    """One point. height: its line in the row, at random, so that points do not cover each other."""
    return {
        "first": evaluation.sentences[pair.first].text,
        "second": evaluation.sentences[pair.second].text,
        "probability": pair.probability_next,
        "correctness": correctness(is_right=pair.is_correct),
        "height": chance.uniform(-1, 1),
    }


def correctness(*, is_right: bool) -> str:
    """The label of a pair in the legend."""
    return pgettext("a pair", "right") if is_right else pgettext("a pair", "wrong")


def titled(evaluation: NextSentenceEvaluation, kind: PairKind) -> str:
    """ "Swapped: 0 of 12 right" """
    score = next(score for score in evaluation.scores if score.kind is kind)
    right = round(score.accuracy * score.asked)
    return _("{kind}: {right} of {asked} right", kind=_(KIND_TITLES[kind]), right=right, asked=score.asked)


@cached_by_language
def drawn_points() -> Any:
    axis = alt.Axis(format="%", tickCount=5, grid=True, title=_("probability that the second sentence is next"))
    across = alt.X("probability:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    row = alt.Y("place:O", axis=None, scale=alt.Scale(paddingOuter=0.1))
    tooltip = [
        alt.Tooltip("first:N", title=pgettext("a sentence", "first")),
        alt.Tooltip("second:N", title=pgettext("a sentence", "second")),
        alt.Tooltip("probability:Q", title=_("probability"), format=".1%"),
        alt.Tooltip("correctness:N", title=pgettext("a pair", "classified")),
    ]
    base = alt.Chart(ROWS)
    once = base.transform_filter("datum.is_first")
    half = once.mark_rule(strokeDash=[4, 4], opacity=0.5).encode(x=alt.datum(0.5), color=ink())
    verdicts = alt.Scale(domain=[correctness(is_right=True), correctness(is_right=False)])
    points = base.mark_circle(size=46, opacity=0.55).encode(
        x=across,
        y=row,
        yOffset=alt.YOffset("height:Q", scale=alt.Scale(domain=[-1.9, 2.9])),
        color=alt.Color("correctness:N", scale=verdicts, legend=legend_above("short", symbolOpacity=1)),
        tooltip=tooltip,
    )
    quarters = once.mark_rule(strokeWidth=2, yOffset=30).encode(x="low:Q", x2="high:Q", y=row, color=ink())
    median = once.mark_tick(thickness=3, size=12, yOffset=30).encode(x="median:Q", y=row, color=ink())
    titles = once.mark_text(align="left", fontSize=14, dy=-28).encode(x=alt.value(0), y=row, text="title:N", color=ink())
    description = _("Pairs of sentences as points by kind: horizontally, the probability that the second sentence is next.")
    layers = alt.layer(half, points, quarters, median, titles).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
