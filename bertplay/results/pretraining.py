"""What the pretraining page shows: the masking game on a text, and how a training went."""

from dataclasses import dataclass
from enum import StrEnum

from bertplay.results.base import Piece, WindowCut
from bertplay.results.masked_word import MaskedWordGuesses, WordGuess


class Fate(StrEnum):
    """What happens to a piece that was chosen (Devlin et al. 2019, appendix A.1)."""

    MASKED = "masked"  # 80 %: [MASK] stands there
    RANDOM = "random"  # 10 %: any piece of the vocabulary stands there
    KEPT = "kept"  # 10 %: it stays, and must be predicted all the same


@dataclass(frozen=True, slots=True)
class ChosenPiece:
    """One piece that the model has to predict.

    position     in the pieces of the text
    truth        the piece that stood there
    shown        what the model sees there: the mask, a random piece, or the piece itself
    guess        the most probable piece
    probability  of the truth; rank 1: it was the first guess
    """

    position: int
    truth: Piece
    shown: str
    fate: Fate
    guess: WordGuess
    probability: float
    rank: int


@dataclass(frozen=True, slots=True)
class MaskingGame:
    """One round of what BERT was trained by, on a text of the reader's.

    pieces      of the text as it was, special ones included
    perplexity  e to the mean loss of the chosen pieces: 1 is a model that knew them all
    """

    model: str
    text: str
    pieces: tuple[Piece, ...]
    chosen: tuple[ChosenPiece, ...]
    rate: float
    seed: int
    perplexity: float
    cut: WindowCut | None = None

    @property
    def right(self) -> int:
        """How many of the chosen pieces the model guessed first."""
        return sum(piece.rank == 1 for piece in self.chosen)


@dataclass(frozen=True, slots=True)
class TrainingPoint:
    """One evaluation on the held-out text of one domain. Loss in nats for a hidden piece; shares from 0 to 1.

    pair   accuracy in the sentence-pair task; None for a model without one
    """

    tokens: int
    domain: str
    loss: float
    top1: float
    pair: float | None


OFF_THE_PLATEAU = 1.5
"""So many times what guessing by frequency gets: then it has learned more than that."""


@dataclass(frozen=True, slots=True)
class TrainingLog:
    """How the training of a bundled model went.

    falls_from     tokens from which the learning rate falls; None where that is not recorded
    by_frequency   share that a guesser gets who always says the most frequent piece, mean over the domains; None as above
    """

    model: str
    points: tuple[TrainingPoint, ...]
    falls_from: int | None
    by_frequency: float | None = None

    @property
    def course(self) -> tuple[tuple[int, float], ...]:
        """(tokens, share guessed first) of every evaluation, the mean over the domains."""
        shares: dict[int, list[float]] = {}
        for point in self.points:
            shares.setdefault(point.tokens, []).append(point.top1)
        return tuple((tokens, sum(some) / len(some)) for tokens, some in sorted(shares.items()))

    @property
    def left_plateau(self) -> int | None:
        """Tokens of the first evaluation that is half as good again as guessing by frequency; None if there was none yet."""
        least = None if self.by_frequency is None else OFF_THE_PLATEAU * self.by_frequency
        return None if least is None else next((tokens for tokens, share in self.course if share > least), None)

    @property
    def fall(self) -> tuple[float, float] | None:
        """Share guessed first when the learning rate began to fall, and at the end; None without a fall that was watched."""
        if self.falls_from is None:
            return None
        during = [share for tokens, share in self.course if tokens >= self.falls_from]
        return (during[0], during[-1]) if len(during) > 1 else None


@dataclass(frozen=True, slots=True)
class Moment:
    """What a model guessed at one moment of its training; `share` is of all the tokens it has seen in the end."""

    tokens: int
    share: float
    guesses: MaskedWordGuesses


@dataclass(frozen=True, slots=True)
class Moments:
    """One sentence, asked at several moments of one training, the earliest first."""

    model: str
    text: str
    moments: tuple[Moment, ...]
