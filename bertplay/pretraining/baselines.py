"""Two guessers without any network: what a model must beat to have learned anything.

`FrequencyGuesser` always says the most frequent piece. `NeighbourGuesser` says what stood most often between
the same two neighbours, or after the same left one when it has never seen the two together.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.encoded import EncodedText

PIECES_AT_MOST = 15_000_000  # counted of each domain
Ids = npt.NDArray[np.int64]


class FrequencyGuesser:
    """Always the same piece: the most frequent one of the training text (a comma, usually)."""

    def __init__(self, texts: Sequence[EncodedText]) -> None:
        counts = sum(np.bincount(text.ids[:PIECES_AT_MOST], minlength=2**16) for text in texts)
        self.piece = int(np.argmax(counts))

    def guess(self, left: Ids, right: Ids) -> Ids:
        """The guesses between `left` and `right` neighbours, all int64 [masked]."""
        return np.full(len(left), self.piece, dtype=np.int64)


class NeighbourGuesser:
    """The piece seen most often between these neighbours; failing that, after the left one; failing that, a comma."""

    def __init__(self, texts: Sequence[EncodedText], vocabulary_size: int) -> None:
        self.size = vocabulary_size
        ids = np.concatenate([np.asarray(text.ids[:PIECES_AT_MOST], dtype=np.int64) for text in texts])
        self.between = _most_frequent(ids[:-2] * vocabulary_size + ids[2:], ids[1:-1], vocabulary_size)
        self.after = _most_frequent(ids[:-1], ids[1:], vocabulary_size)
        self.otherwise = FrequencyGuesser(texts)

    def guess(self, left: Ids, right: Ids) -> Ids:
        """The guesses between `left` and `right` neighbours, all int64 [masked]."""
        guesses = self.otherwise.guess(left, right)
        for (keys, pieces), asked in ((self.after, left), (self.between, left * self.size + right)):
            places = np.searchsorted(keys, asked).clip(max=len(keys) - 1)
            found = keys[places] == asked
            guesses[found] = pieces[places[found]]
        return guesses


def _most_frequent(keys: Ids, pieces: Ids, size: int) -> tuple[Ids, Ids]:
    """For each different key, ascending, the piece that occurs with it most often.

    keys 7 7 7 9, pieces 1 2 2 5 -> (7 9, 2 5)
    """
    together, counts = np.unique(keys * size + pieces, return_counts=True)
    order = np.lexsort((counts, together // size))
    last_of_key = np.append(np.diff(together[order] // size) != 0, True)
    best = together[order][last_of_key]
    return best // size, best % size


def top1(guesser: FrequencyGuesser | NeighbourGuesser, batches: Iterable[Batch]) -> float:
    """Share of masked pieces that a guesser gets right; it sees the neighbours as the model does, masks included."""
    right = total = 0
    for batch in batches:
        flat, chosen = batch.ids.numpy().ravel(), batch.chosen.numpy()
        guesses = guesser.guess(np.roll(flat, 1)[chosen], np.roll(flat, -1)[chosen])
        right += int((guesses == batch.targets.numpy()).sum())
        total += len(chosen)
    return right / total
