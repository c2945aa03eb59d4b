"""How surprising each word of a sentence is, drawn."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.bars import Widths, horizontal_bars
from bertplay.charts.palette import bits_color, percent
from bertplay.results import SentenceSurprise


def surprise_bars(surprise: SentenceSurprise) -> Any:
    """One bar a word, in the order of the sentence: its bits, and what the model would have said instead."""
    rows = pd.DataFrame(
        {
            "place": range(1, len(surprise.words) + 1),
            "word": [f"{place}. {word.word}" for place, word in enumerate(surprise.words, 1)],
            "bits": [word.bits for word in surprise.words],
            "expected": [f"{word.guess.word} ({percent(word.guess.probability)})" for word in surprise.words],
            "label": [f"{word.bits:.1f}  expected {word.guess.word}" for word in surprise.words],
            "longest": max((word.bits for word in surprise.words), default=0.0),
        }
    )
    tooltip = [alt.Tooltip("word:N"), alt.Tooltip("bits:Q", format=".2f"), alt.Tooltip("expected:N")]
    description = "Each word of the sentence as a bar: by how many bits it surprises the model."
    return horizontal_bars(rows, "bits", "place", bits_color(), tooltip, description, Widths(label=180))
