"""The words a reader named, drawn."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.results import NamedWords, WordScore
from bertplay.wording import percent, t


def named_bars(named: NamedWords) -> Any:
    """The named words, most probable first, each with its rank or its pieces."""
    rows = pd.DataFrame(
        {
            "word": [score.word for score in named.words],
            "place": range(1, len(named.words) + 1),
            "probability": [score.probability for score in named.words],
            "label": [f"{percent(score.probability)}  {how_scored(score)}" for score in named.words],
        }
    )
    return bars(rows, "probability", 0.0, t("The words you named, as bars with their probabilities."), Widths(label=180))


def how_scored(score: WordScore) -> str:
    """Its rank among the guesses, or the pieces it takes, or that the model cannot write it.

    "no. 12", "un ##aff ##able", "not in the vocabulary"
    """
    if not score.is_known:
        return t("not in the vocabulary")
    return t("no. {rank:,}", rank=score.rank) if score.rank is not None else " ".join(score.pieces)
