from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.i18n import _, percent
from bertplay.results import CandidateWords, WordScore


def candidate_word_bars(candidates: CandidateWords) -> Any:
    """The candidate words, most probable first, each with its rank or its tokens."""
    rows = pd.DataFrame(
        {
            "word": [score.word for score in candidates.words],
            "place": range(1, len(candidates.words) + 1),
            "probability": [score.probability for score in candidates.words],
            "label": [f"{percent(score.probability)} · {how_scored(score)}" for score in candidates.words],
        }
    )
    return bars(rows, "probability", _("The candidate words as bars with their probabilities."), Widths(label=180))


def how_scored(score: WordScore) -> str:
    """Its rank among the predictions, or the tokens it takes, or that the model cannot write it.

    "no. 12", "un ##aff ##able", "not in the vocabulary"
    """
    if not score.is_known:
        return _("not in the vocabulary")
    return _("no. {rank:,}", rank=score.rank) if score.rank is not None else " ".join(score.tokens)
