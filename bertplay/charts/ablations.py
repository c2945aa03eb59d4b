"""The effect of an ablation, and of word order, drawn."""

from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.charts.masked_word import prediction_bars
from bertplay.i18n import _, number, plain_form
from bertplay.results import MaskPredictions
from bertplay.results.ablations import AblationEffect, WordOrder


def predictions_side_by_side(intact: MaskPredictions, ablated: MaskPredictions) -> tuple[Any, Any]:
    """The predictions at one mask of the intact and of the ablated model."""
    one, other = (prediction_bars(mask, narrow=True) for mask in (intact, ablated))
    return one, other


def ablation_bars(answer: AblationEffect) -> Any:
    """How far each token's last vector turned: 1 minus the cosine. 0: the ablation changed nothing; 1: orthogonal."""
    turned = [max(0.0, 1.0 - float(cosine)) for cosine in answer.cosine]
    return distance_bars(
        [token.text for token in answer.tokens],
        turned,
        1.0,
        _("Bars: how far the ablation turned the last vector of each token."),
        [number(turn, ".2f") for turn in turned],
    )


def order_bars(order: WordOrder) -> tuple[Any, Any]:
    """The distance between each token's two vectors, with the position embeddings and without them, on one scale."""
    names = [token.text for token in order.tokens]
    distances = ([p.with_positions for p in order.tokens], [p.without_positions for p in order.tokens])
    longest = max(*distances[0], *distances[1], 1e-6)
    descriptions = (
        _("How far apart the two vectors of each token are, with the position embeddings."),
        _("How far apart the two vectors of each token are, without the position embeddings."),
    )
    one, other = (
        distance_bars(names, values, longest, description, [number(d, plain_form(d)) for d in values])
        for values, description in zip(distances, descriptions, strict=True)
    )
    return one, other


def distance_bars(names: list[str], distances: list[float], longest: float, description: str, labels: list[str]) -> Any:
    rows = pd.DataFrame({"word": names, "place": range(1, len(names) + 1), "distance": distances, "label": labels})
    return bars(rows, "distance", description, Widths(word=92, label=66), longest)
