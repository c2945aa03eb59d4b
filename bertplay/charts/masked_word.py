from functools import partial
from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.i18n import _, cached_by_language, percent
from bertplay.results import MaskPredictions

SPACES = ("Ġ", "▁")
"""How byte-level BPE and SentencePiece write the space before a word."""


def prediction_bars(mask: MaskPredictions, *, narrow: bool = False) -> Any:
    """The top words of one mask, most probable first; the word that was hidden is marked when it is among them.

    narrow   for three figures side by side
    """
    hidden_rank = mask.hidden.rank if mask.hidden else None
    rows = pd.DataFrame(
        {
            "word": [with_dot(prediction.word) for prediction in mask.guesses],
            "place": range(1, len(mask.guesses) + 1),
            "probability": [prediction.probability for prediction in mask.guesses],
            "label": [
                percent(prediction.probability) + ("  ← " + _("hidden") if rank == hidden_rank else "")
                for rank, prediction in enumerate(mask.guesses, 1)
            ],
        }
    )
    description = _("The most probable words at one mask, as bars with their probabilities.")
    return bars(rows, "probability", description, Widths(word=92, label=60) if narrow else None)


def with_dot(token: str) -> str:
    """A token whose sign for the space before a word is a dot, which is read more easily: "Ġdoor" and "▁door" -> "·door"."""
    return f"·{token[1:]}" if token[:1] in SPACES and len(token) > 1 else token


@partial(cached_by_language, most=64)  # a whole class sees the same
def class_bars(mask: MaskPredictions) -> Any:
    """`prediction_bars` of a mask that a whole class sees."""
    return prediction_bars(mask)
