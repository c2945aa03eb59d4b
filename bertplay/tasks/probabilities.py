"""Logits as probabilities."""

from typing import Any

import numpy as np

from bertplay.results import Floats


def activated(logits: Any, activation: str) -> Floats:
    """Logits [..., labels] as probabilities, or as they are where they are numbers.

    activation   "softmax": they share 1; "sigmoid": each by itself; "none": a number (regression)
    """
    given = np.asarray(logits, dtype=np.float64)
    if activation == "sigmoid":
        given = 1 / (1 + np.exp(-given))
    elif activation == "softmax":
        shares = np.exp(given - given.max(-1, keepdims=True))
        given = shares / shares.sum(-1, keepdims=True)
    found: Floats = given.astype(np.float32)
    return found
