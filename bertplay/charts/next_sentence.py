"""The verdict on a pair, and candidates in order, drawn."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.light import Marks
from bertplay.charts.palette import ink, probability_color
from bertplay.results.next_sentence import BothWays, NextSentenceVerdict, RankedCandidates
from bertplay.wording import cached_by_language, mark, percent, t

ROW = 46
"""Pixels a candidate: a line of text and a bar."""
AS_TYPED, TURNED = mark("as typed"), mark("turned round")


def verdict_bars(verdict: NextSentenceVerdict, lit: Marks | None = None) -> Any:
    """The two labels with their probability and their logit. lit: the label that is lit."""
    shares = (verdict.probability_next, 1 - verdict.probability_next)
    rows = pd.DataFrame(
        {
            "word": [t("0: is next"), t("1: is not next")],
            "place": [1, 2],
            "probability": shares,
            "label": [
                t("{share}   logit {logit:.2f}", share=percent(share), logit=logit)
                for share, logit in zip(shares, verdict.logits, strict=True)
            ],
        }
    )
    return bars(rows, "probability", 1.0, t("The two labels as bars with their probabilities and logits."), Widths(label=150), lit)


def both_ways_bars(judged: Sequence[tuple[str, BothWays]]) -> Any:
    """Each model's answer to its own question, the two texts as typed and turned round. judged: (how the model is called, its answers)."""
    asked = [(name, way, share) for name, both in judged for way, share in ((AS_TYPED, both.as_typed), (TURNED, both.turned))]
    rows = pd.DataFrame(
        {
            "sentence": [t("{question} ({way})", question=name, way=t(way)) for name, way, _ in asked],
            "place": range(1, len(asked) + 1),
            "probability": [share for *_, share in asked],
            "label": [percent(share) for *_, share in asked],
        }
    )
    return with_rows(
        drawn_below(t("question"), t("The answers of each model to the two texts as typed and turned round.")), rows.assign(ink="ink")
    )


def candidate_bars(ranked: RankedCandidates, picked: int | None = None, answer: int | None = None) -> Any:
    """Each candidate above its bar, most probable first; what the reader picked and what is right are marked.

    picked, answer   places among the candidates as given, from 0
    """
    rows = pd.DataFrame(
        {
            "sentence": [candidate.text for candidate in ranked.candidates],
            "place": range(1, len(ranked.candidates) + 1),
            "probability": [candidate.probability_next for candidate in ranked.candidates],
            "label": ["  ".join([percent(c.probability_next), *marks_of(c.place, picked, answer)]) for c in ranked.candidates],
        }
    )
    description = t("The candidates, most probable first, each with a bar for the probability that it is next.")
    return with_rows(drawn_below(t("sentence"), description), rows.assign(ink="ink"))


def marks_of(place: int, picked: int | None, answer: int | None) -> list[str]:
    """What is said behind the bar of a candidate: that the reader picked it, that it is right."""
    return [t(said) for said, marked in ((mark("← your pick"), picked), (mark("← goes on"), answer)) if marked == place]


@cached_by_language
def drawn_below(what: str, description: str) -> Any:
    """A bar below each text, without rows: texts are long, and a telephone is narrow. what: what a text is, for who points at it."""
    span = alt.Scale(domain=[0, 1], range=[0, alt.ExprRef("max(width - 190, 60)")])
    place = alt.X("probability:Q", axis=None, scale=span)
    tooltip = [alt.Tooltip("sentence:N", title=what), alt.Tooltip("probability:Q", title=t("probability"), format=".3~g")]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    filled = base.mark_bar(cornerRadiusEnd=3, size=12, yOffset=10).encode(x=place, color=probability_color())
    sentences = base.mark_text(align="left", fontSize=15, dy=-9, limit=alt.ExprRef("width")).encode(
        x=alt.value(0), text="sentence:N", color=ink()
    )
    labels = base.mark_text(align="left", dx=7, dy=10, fontSize=13).encode(x=place, text="label:N", color=ink())
    layers = alt.layer(filled, sentences, labels).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
