"""The pairs of neighbouring tokens in a text, how often each is there, and three rules that find the best one."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Pair = tuple[str, str]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class PairCounts(NamedTuple):
    """For every pair [pairs]: how often it occurs in the text, how often its two tokens do, and whether they are the same.

    total   tokens in the text
    """

    both: Ints
    left: Ints
    right: Ints
    is_double: npt.NDArray[np.bool_]
    total: int


def by_frequency(pairs: PairCounts) -> Floats:
    """How often the pair is there."""
    return pairs.both.astype(np.float64)


def by_ratio(pairs: PairCounts) -> Floats:
    """How much more often than by chance, but for a factor that all pairs share."""
    return pairs.both / (pairs.left * pairs.right)


def by_likelihood(pairs: PairCounts) -> Floats:
    """By how many nats the text gains in log-likelihood, the sum of n * log(n / total), when the pair becomes one token.

    Six times "ab": 12 tokens of 1/2 each, -8.3 nats, become 6 tokens of 1 each, 0 nats: a gain of 8.3.
    """
    both, left, right, is_double, total = pairs
    two = n_log_n(left - both) + n_log_n(right - both) - n_log_n(left) - n_log_n(right)
    one = n_log_n(left - 2 * both) - n_log_n(left)
    return np.where(is_double, one, two) + n_log_n(both) - n_log_n(total - both) + n_log_n(np.array([total]))


def n_log_n(n: Ints) -> Floats:
    """0 for 0, its limit; and for less, which a run like "aaa" makes, where pairs overlap."""
    at_least_one = np.maximum(n, 1)
    return at_least_one * np.log(at_least_one)


RULES: dict[str, Callable[[PairCounts], Floats]] = {"frequency": by_frequency, "likelihood": by_likelihood, "ratio": by_ratio}


class Pairs:
    """Counts of neighbouring tokens, updated word by word; a merge then costs only the words that have the pair.

    tokens   how often each token occurs in the text
    """

    def __init__(self) -> None:
        self.tokens: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self._times = array("q")  # by number of a token
        self._slots: dict[Pair, int] = {}
        self._pairs: list[Pair] = []  # by slot
        self._both, self._left, self._right = array("q"), array("q"), array("q")  # by slot: a count, two numbers
        self._places: defaultdict[Pair, dict[str, None]] = defaultdict(dict)  # ordered, unlike a set

    def add(self, word: str, cut: Sequence[str], times: int) -> None:
        """Count a word in tokens so many times; a negative number takes it away."""
        for token in cut:
            self.tokens[token] += times
            self._times[self._number(token)] += times
        for pair in pairwise(cut):
            self._both[self._slot(pair)] += times
            if times > 0:
                self._places[pair][word] = None
            else:
                self._places[pair].pop(word, None)

    def count(self, left: str, right: str) -> int:
        """How often the pair occurs in the text."""
        return self._both[self._slots[left, right]]

    def words_with(self, left: str, right: str) -> tuple[str, ...]:
        """The words that have the pair."""
        return tuple(self._places[left, right])

    def best(self, score: Callable[[PairCounts], Floats]) -> tuple[Pair, float] | None:
        """The pair with the highest score; of equal ones the one seen first. None when no pair is left."""
        times, left, right, both = (np.array(numbers) for numbers in (self._times, self._left, self._right, self._both))
        present = np.flatnonzero(both)
        if not len(present):
            return None
        both, left, right = both[present], left[present], right[present]
        scores = score(PairCounts(both, times[left], times[right], left == right, int(times.sum())))
        chosen = int(np.argmax(scores))
        return self._pairs[present[chosen]], float(scores[chosen])

    def _number(self, token: str) -> int:
        if token not in self._numbers:
            self._numbers[token] = len(self._numbers)
            self._times.append(0)
        return self._numbers[token]

    def _slot(self, pair: Pair) -> int:
        if pair not in self._slots:
            self._slots[pair] = len(self._slots)
            self._pairs.append(pair)
            self._both.append(0)
            self._left.append(self._number(pair[0]))
            self._right.append(self._number(pair[1]))
        return self._slots[pair]
