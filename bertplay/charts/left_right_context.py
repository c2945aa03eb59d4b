from typing import Any

from bertplay.charts.masked_word import prediction_bars
from bertplay.results import LeftRightContext


def context_bars(found: LeftRightContext) -> tuple[Any, Any, Any]:
    """The predictions from the left, from the right and from both."""
    left, right, both = (prediction_bars(context, narrow=True) for context in (found.left, found.right, found.both))
    return left, right, both
