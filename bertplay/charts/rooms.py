"""What a class answered, drawn."""

from functools import partial
from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.results.rooms import QuestionCounts
from bertplay.wording import cached_by_language, number, percent, t

MOST_BARS = 15


@partial(cached_by_language, most=16)  # a whole class sees the same
def answer_bars(question: QuestionCounts) -> Any:
    """The most frequent answers of a class, as bars with how many gave each and their share of all."""
    shown = question.answers[:MOST_BARS]
    rows = pd.DataFrame(
        {
            "word": [answer.answer for answer in shown],
            "place": range(1, len(shown) + 1),
            "count": [answer.count for answer in shown],
            "label": [f"{number(answer.count, ',')}  ({percent(answer.count / question.total)})" for answer in shown],
        }
    )
    description = t("What the class answered: a bar for each answer, as long as its number of pupils.")
    return bars(rows, "count", 1.0, description, Widths(word=150, label=100))
