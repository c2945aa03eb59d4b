"""The prediction for a pair, and ranked candidates, drawn."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.bars import bars
from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink, probability_color
from bertplay.i18n import N_, _, cached_by_language, percent
from bertplay.results.next_sentence import BothOrders, Candidate, NextSentencePrediction, RankedCandidates

ROW = 46
"""Pixels a candidate: a line of text and a bar."""
AS_TYPED, SWAPPED = N_("as typed"), N_("swapped")


def next_sentence_bars(verdict: NextSentencePrediction) -> Any:
    """The two labels with their probability."""
    shares = (verdict.probability_next, 1 - verdict.probability_next)
    rows = pd.DataFrame(
        {
            "word": [_("0: is next"), _("1: is not next")],
            "place": [1, 2],
            "probability": shares,
            "label": [percent(share) for share in shares],
        }
    )
    return bars(rows, "probability", _("The two labels as bars with their probabilities."))


def both_orders_bars(predicted: Sequence[tuple[str, BothOrders]]) -> Any:
    """Each model's answer to its own question, the two texts as typed and swapped. predicted: (name of the model, its predictions)."""
    predictions = [
        (name, order, share) for name, both in predicted for order, share in ((AS_TYPED, both.as_typed), (SWAPPED, both.swapped))
    ]
    rows = pd.DataFrame(
        {
            "sentence": [_("{question} ({order})", question=name, order=_(order)) for name, order, _unused in predictions],
            "place": range(1, len(predictions) + 1),
            "probability": [share for *_, share in predictions],
            "label": [percent(share) for *_, share in predictions],
        }
    )
    return with_rows(
        drawn_below(_("question"), _("The answers of each model to the two texts as typed and swapped.")), rows.assign(ink="ink")
    )


def candidate_bars(ranked: RankedCandidates, answer: int | None = None) -> Any:
    """Each candidate above its bar, most probable first. answer: the place of the true continuation as given, from 0; it is marked."""
    rows = pd.DataFrame(
        {
            "sentence": [candidate.text for candidate in ranked.candidates],
            "place": range(1, len(ranked.candidates) + 1),
            "probability": [candidate.probability_next for candidate in ranked.candidates],
            "label": [labelled(candidate, is_answer=candidate.place == answer) for candidate in ranked.candidates],
        }
    )
    description = _("The candidates, most probable first, each with a bar for the probability that it is next.")
    return with_rows(drawn_below(_("sentence"), description), rows.assign(ink="ink"))


def labelled(candidate: Candidate, *, is_answer: bool) -> str:
    """The label after the bar of a candidate."""
    share = percent(candidate.probability_next)
    return _("{share}  ← the true continuation", share=share) if is_answer else share


@cached_by_language
def drawn_below(what: str, description: str) -> Any:
    """A bar below each text, without rows: texts are long, and a telephone is narrow. what: what a text is, for who points at it."""
    span = alt.Scale(domain=[0, 1], range=[0, alt.ExprRef("max(width - 190, 60)")])
    place = alt.X("probability:Q", axis=None, scale=span)
    tooltip = [alt.Tooltip("sentence:N", title=what), alt.Tooltip("probability:Q", title=_("probability"), format=".3~g")]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    filled = base.mark_bar(cornerRadiusEnd=3, size=12, yOffset=10).encode(x=place, color=probability_color())
    sentences = base.mark_text(align="left", fontSize=15, dy=-9, limit=alt.ExprRef("width")).encode(
        x=alt.value(0), text="sentence:N", color=ink()
    )
    labels = base.mark_text(align="left", dx=7, dy=10, fontSize=13).encode(x=place, text="label:N", color=ink())
    layers = alt.layer(filled, sentences, labels).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)
