"""What a model with a head predicts, as bars."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.i18n import _, percent
from bertplay.results.task_heads import PassageAnswers, TextAnswer

MOST_LABELS = 12


def label_bars(answer: TextAnswer, *, narrow: bool = False) -> Any:
    """The labels of a text, the most probable first. narrow: for two figures side by side"""
    ranked = sorted(zip(answer.labels, answer.probabilities, strict=True), key=lambda one: -one[1])[:MOST_LABELS]
    return share_bars(ranked, _("The labels as bars with their probabilities."), narrow)


def candidate_bars(found: PassageAnswers, *, narrow: bool = False) -> Any:
    """The candidate answers and "no answer", the most probable first."""
    rows = [(one.text, one.probability) for one in found.spans]
    ranked = sorted([*rows, (_("no answer"), found.no_answer)], key=lambda one: -one[1])
    return share_bars(ranked, _("The candidate answers as bars with their probabilities."), narrow, word=260)


def share_bars(ranked: list[tuple[str, float]], description: str, narrow: bool, word: int = 130) -> Any:
    """A bar for each name."""
    rows = pd.DataFrame(
        {
            "word": [" ".join(name.split()) for name, _share in ranked],
            "place": range(1, len(ranked) + 1),
            "probability": [share for _name, share in ranked],
            "label": [percent(share) for _name, share in ranked],
        }
    )
    return bars(rows, "probability", description, Widths(word=110 if narrow else word, label=60))
