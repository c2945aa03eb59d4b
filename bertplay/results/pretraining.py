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


@dataclass(frozen=True, slots=True)
class TrainingLog:
    """How the training of a bundled model went.

    falls_from   tokens from which the learning rate falls; None where that is not recorded
    """

    model: str
    points: tuple[TrainingPoint, ...]
    falls_from: int | None


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
