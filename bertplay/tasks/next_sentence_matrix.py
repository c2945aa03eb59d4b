"""All orders: every sentence of a text after every other, and the most probable order under the model.

The probability of an order is the product of the probabilities of its steps. The best one is found exactly (Held and Karp 1962):
the best way through a set of sentences that ends at j is the best way through the set without j, and one step to j.
That takes 2^n · n^2 steps instead of n! orders, so 16 sentences are a matter of a tenth of a second, and 25 are not.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bertplay.models.loaded import LoadedModel
from bertplay.results import read_only
from bertplay.results.next_sentence import NextSentenceMatrix
from bertplay.tasks.next_sentence import encode_pair, pair_logits, probability_next
from bertplay.tasks.next_sentence_evaluation import at_least_two

MAX_SENTENCES = 16

Matrix = npt.NDArray[np.float64]


def score_all_orders(model: LoadedModel, text: str) -> NextSentenceMatrix:
    """The matrix "sentence i, then sentence j" over the first 16 sentences of a text, and its best order."""
    sentences, left_out = at_least_two(text, MAX_SENTENCES)
    n = len(sentences)
    encodings = [encode_pair(model, first.text, second.text) for first in sentences for second in sentences]
    logits = np.stack(pair_logits(model, encodings)).reshape(n, n, 2)
    cost = step_bits(logits)
    order = cheapest_order(cost)
    truth = range(n)
    kept = len(set(pairwise(order)) & set(pairwise(truth)))
    return NextSentenceMatrix(
        model=model.spec.id,
        sentences=sentences,
        probabilities=read_only(probability_next(logits)),
        order=order,
        bits=order_bits(cost, order),
        true_bits=order_bits(cost, truth),
        kept=kept,
        left_out=left_out,
    )


def step_bits(logits: npt.NDArray[np.float32]) -> Matrix:
    """-log2 of the probability of "is next", from logits [n, n, 2]: exact where the probability itself rounds to 1."""
    difference = logits[..., 1].astype(np.float64) - logits[..., 0].astype(np.float64)
    return np.asarray(np.logaddexp(0, difference) / np.log(2))


def order_bits(cost: Matrix, order: Sequence[int]) -> float:
    """What an order costs, step by step."""
    return float(sum(cost[i, j] for i, j in pairwise(order)))


def cheapest_order(cost: Matrix) -> tuple[int, ...]:
    """The order of all n places with the smallest sum of steps cost[i, j]; of equal ones, any.

    A set of places is a number: bit j is set when place j is in it.
    """
    n = len(cost)
    sets = np.arange(1 << n)
    sizes = sum((sets >> j) & 1 for j in range(n))
    best = np.full((1 << n, n), np.inf)  # [set, last place]: the cheapest way through the set that ends there
    best[1 << np.arange(n), np.arange(n)] = 0
    for size in range(2, n + 1):
        for j in range(n):
            through = sets[(sizes == size) & ((sets >> j) & 1 == 1)]
            best[through, j] = (best[through ^ (1 << j)] + cost[:, j]).min(axis=1)
    return walked_back(best, cost)


def walked_back(best: Matrix, cost: Matrix) -> tuple[int, ...]:
    """The order of the cheapest entry of the last row, traced from its end to its start."""
    left, order = len(best) - 1, [int(best[-1].argmin())]
    while left := left ^ (1 << order[-1]):
        order.append(int((best[left] + cost[:, order[-1]]).argmin()))
    return tuple(reversed(order))
