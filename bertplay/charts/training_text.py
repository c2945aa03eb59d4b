"""The model's predictions beside the words that the training text has in the same place."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.i18n import _, number, percent
from bertplay.results.training_text import TrainingTextSearch

WIDTHS = Widths(word=92, label=96)


def model_and_data(found: TrainingTextSearch) -> tuple[Any, Any]:
    """The probabilities of the words, and the shares of the same words in sentences of a similar context: both from 0 to 100%."""
    total = found.alike or 1
    model = [(word.word, word.probability, percent(word.probability)) for word in found.words]
    data = [(word.word, word.alike / total, f"{percent(word.alike / total)}  ({number(word.alike, ',')})") for word in found.words]
    described = (
        _("The probabilities of the predictions."),
        _("How often each prediction occurs in sentences of the sample with a similar context."),
    )
    first, second = (
        bars(pd.DataFrame(rows, columns=["word", "probability", "label"]).assign(place=range(len(rows))), "probability", text, WIDTHS)
        for rows, text in zip((model, data), described, strict=True)
    )
    return first, second
