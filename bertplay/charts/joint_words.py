"""Several masks guessed together, drawn."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.results import JointGuesses
from bertplay.wording import percent, t


def joint_bars(joint: JointGuesses) -> Any:
    """The best combinations for all masks, with what the same words would get if each mask were judged alone."""
    rows = pd.DataFrame(
        {
            "word": [" · ".join(guess.words) for guess in joint.combinations],
            "place": range(1, len(joint.combinations) + 1),
            "probability": [guess.probability for guess in joint.combinations],
            "label": [f"{percent(guess.probability)}  {t('alone {share}', share=percent(guess.alone))}" for guess in joint.combinations],
        }
    )
    description = t("The most probable words for all masks together, as bars with their probabilities.")
    return bars(rows, "probability", 0.0, description, Widths(word=190, label=135))
