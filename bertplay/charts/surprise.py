"""How surprising each word of a sentence is, drawn."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.results import SentenceSurprise
from bertplay.wording import number, t


def surprise_bars(surprise: SentenceSurprise) -> Any:
    """One bar a word, in the order of the sentence: its bits, and what the model would have said instead."""
    rows = pd.DataFrame(
        {
            "place": range(1, len(surprise.words) + 1),
            "word": [word.word for word in surprise.words],
            "bits": [word.bits for word in surprise.words],
            "label": [f"{number(word.bits, '.1f')}  {t('expected {word}', word=word.guess.word)}" for word in surprise.words],
        }
    )
    description = t("Each word of the sentence as a bar: by how many bits it surprises the model.")
    return bars(rows, "bits", 0.0, description, Widths(label=180))
