"""Pretraining: the masking game on a text, learning curves, and predictions at checkpoints."""

from dataclasses import dataclass
from enum import StrEnum

from bertplay.results.base import Token, Truncation
from bertplay.results.masked_word import MaskedWordPredictions, WordPrediction


class MaskingOutcome(StrEnum):
    """What happens to a token that was chosen (Devlin et al. 2019, appendix A.1)."""

    MASKED = "masked"  # 80 %: [MASK] is there
    RANDOM = "random"  # 10 %: any token of the vocabulary is there
    KEPT = "kept"  # 10 %: unchanged, but still to be predicted


@dataclass(frozen=True, slots=True)
class ChosenToken:
    """One token that the model has to predict.

    position     in the tokens of the text
    truth        the token that was there
    shown        what the model sees there: the mask, a random token, or the token itself
    prediction   the most probable token
    probability  of the truth; rank 1: it was the top prediction
    """

    position: int
    truth: Token
    shown: str
    outcome: MaskingOutcome
    prediction: WordPrediction
    probability: float
    rank: int


@dataclass(frozen=True, slots=True)
class MaskingGame:
    """One round of masked language modelling on a text.

    tokens      of the text as it was, special ones included
    perplexity  e to the mean loss of the chosen tokens: 1: all predicted with certainty
    """

    model: str
    text: str
    tokens: tuple[Token, ...]
    chosen: tuple[ChosenToken, ...]
    rate: float
    seed: int
    perplexity: float
    cut: Truncation | None = None

    @property
    def right(self) -> int:
        """How many of the chosen tokens the model predicted first."""
        return sum(token.rank == 1 for token in self.chosen)


@dataclass(frozen=True, slots=True)
class TrainingPoint:
    """One evaluation on the held-out text of one domain. Loss in nats for a hidden token; shares from 0 to 1.

    pair   accuracy in the sentence-pair task; None for a model without one
    """

    tokens: int
    domain: str
    loss: float
    top1: float
    pair: float | None


OFF_THE_PLATEAU = 1.5
"""Off the plateau: this many times the accuracy of the unigram baseline."""


@dataclass(frozen=True, slots=True)
class TrainingLog:
    """The learning curve of a bundled model.

    title          the name of its architecture: "BERT"
    falls_from     tokens from which the learning rate falls; None where that is not recorded
    by_frequency   accuracy of always predicting the most frequent token, mean over the domains; None as above
    """

    model: str
    points: tuple[TrainingPoint, ...]
    falls_from: int | None
    by_frequency: float | None = None
    title: str = ""

    @property
    def tokens(self) -> int:
        """How many it had seen at its last evaluation."""
        return self.points[-1].tokens

    def at_end(self, domain: str, measure: str) -> float | None:
        """Its last value of "loss", "top1" or "pair" on the text of one domain."""
        values = [getattr(point, measure) for point in self.points if point.domain == domain]
        return values[-1] if values else None

    @property
    def course(self) -> tuple[tuple[int, float], ...]:
        """(tokens, share predicted first) of every evaluation, the mean over the domains."""
        shares: dict[int, list[float]] = {}
        for point in self.points:
            shares.setdefault(point.tokens, []).append(point.top1)
        return tuple((tokens, sum(some) / len(some)) for tokens, some in sorted(shares.items()))

    @property
    def left_plateau(self) -> int | None:
        """Tokens of the first evaluation that is half as good again as the unigram baseline; None if there was none yet."""
        least = None if self.by_frequency is None else OFF_THE_PLATEAU * self.by_frequency
        return None if least is None else next((tokens for tokens, share in self.course if share > least), None)

    @property
    def fall(self) -> tuple[float, float] | None:
        """Share predicted first when the learning rate began to fall, and at the end; None without a fall that was watched."""
        if self.falls_from is None:
            return None
        during = [share for tokens, share in self.course if tokens >= self.falls_from]
        return (during[0], during[-1]) if len(during) > 1 else None


@dataclass(frozen=True, slots=True)
class CheckpointPredictions:
    """What a model predicted at one checkpoint of its training; `share` is of all the tokens it has seen in the end."""

    tokens: int
    share: float
    predictions: MaskedWordPredictions


@dataclass(frozen=True, slots=True)
class PredictionsOverTraining:
    """The predictions for one sentence at several checkpoints of one training, the earliest first."""

    model: str
    text: str
    checkpoints: tuple[CheckpointPredictions, ...]
