"""Two baselines without any network: what a model must beat to have learned anything.

`FrequencyGuesser` always predicts the most frequent token. `NeighbourGuesser` predicts what occurred most often between
the same two neighbours, or after the same left one if it has never seen the two together.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.encoded import EncodedText

MAX_TOKENS = 15_000_000  # counted of each domain
Ids = npt.NDArray[np.int64]


class FrequencyGuesser:
    """Always predicts the most frequent token of the training text (usually a comma)."""

    def __init__(self, texts: Sequence[EncodedText]) -> None:
        counts = sum(np.bincount(text.ids[:MAX_TOKENS], minlength=2**16) for text in texts)
        self.token = int(np.argmax(counts))

    def guess(self, left: Ids, right: Ids) -> Ids:
        """The guesses between `left` and `right` neighbours, all int64 [masked]."""
        return np.full(len(left), self.token, dtype=np.int64)


class NeighbourGuesser:
    """The token seen most often between these neighbours; failing that, after the left one; failing that, the most frequent."""

    def __init__(self, texts: Sequence[EncodedText], vocabulary_size: int) -> None:
        self.size = vocabulary_size
        ids = np.concatenate([np.asarray(text.ids[:MAX_TOKENS], dtype=np.int64) for text in texts])
        self.between = _most_frequent(ids[:-2] * vocabulary_size + ids[2:], ids[1:-1], vocabulary_size)
        self.after = _most_frequent(ids[:-1], ids[1:], vocabulary_size)
        self.otherwise = FrequencyGuesser(texts)

    def guess(self, left: Ids, right: Ids) -> Ids:
        """The guesses between `left` and `right` neighbours, all int64 [masked]."""
        guesses = self.otherwise.guess(left, right)
        for (keys, tokens), wanted in ((self.after, left), (self.between, left * self.size + right)):
            places = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
            found = keys[places] == wanted
            guesses[found] = tokens[places[found]]
        return guesses


def _most_frequent(keys: Ids, tokens: Ids, size: int) -> tuple[Ids, Ids]:
    """For each different key, ascending, the token that occurs with it most often.

    keys 7 7 7 9, tokens 1 2 2 5 -> (7 9, 2 5)
    """
    together, counts = np.unique(keys * size + tokens, return_counts=True)
    order = np.lexsort((counts, together // size))
    last_of_key = np.append(np.diff(together[order] // size) != 0, True)
    best = together[order][last_of_key]
    return best // size, best % size


def top1(guesser: FrequencyGuesser | NeighbourGuesser, batches: Iterable[Batch]) -> float:
    """A baseline's share of correct predictions; it sees the neighbours as the model does, masks included."""
    right = total = 0
    for batch in batches:
        flat, chosen = batch.ids.numpy().ravel(), batch.chosen.numpy()
        guesses = guesser.guess(np.roll(flat, 1)[chosen], np.roll(flat, -1)[chosen])
        right += int((guesses == batch.targets.numpy()).sum())
        total += len(chosen)
    return right / total
