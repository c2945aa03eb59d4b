"""The guesses at a mask, drawn."""

from functools import partial
from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.charts.light import Marks
from bertplay.results import MaskGuesses
from bertplay.wording import cached_by_language, percent, t


def guess_bars(
    mask: MaskGuesses, longest: float | None = None, *, narrow: bool = False, lit: Marks | None = None, room: int | None = None
) -> Any:
    """The top words of one mask, most probable first; the word that was hidden is marked when it is among them.

    longest   the probability at which a bar fills the width: give several masks the same one to compare them;
              without it the first guess fills the width
    narrow    for three figures side by side
    lit       the guesses that are lit, from 0; room: pixels for their arrows, the same for masks that are compared
    """
    hidden_rank = mask.hidden.rank if mask.hidden else None
    rows = pd.DataFrame(
        {
            "word": [guess.word for guess in mask.guesses],
            "place": range(1, len(mask.guesses) + 1),
            "probability": [guess.probability for guess in mask.guesses],
            "label": [
                percent(guess.probability) + (f"  ← {t('hidden')}" if rank == hidden_rank else "")
                for rank, guess in enumerate(mask.guesses, 1)
            ],
        }
    )
    description = t("The most probable words at one mask, as bars with their probabilities.")
    return bars(rows, "probability", longest or 0.0, description, Widths(word=92, label=60) if narrow else None, lit, room)


@partial(cached_by_language, most=64)  # a whole class sees the same
def class_bars(mask: MaskGuesses, longest: float | None = None) -> Any:
    """`guess_bars` of a mask that many look at."""
    return guess_bars(mask, longest)
