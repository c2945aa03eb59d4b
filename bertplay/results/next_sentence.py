"""Next-sentence prediction: one pair, ranked candidates, and the pairs of a text's sentences."""

from dataclasses import dataclass
from enum import StrEnum

from bertplay.results.base import Floats, Token, Truncation


@dataclass(frozen=True, slots=True)
class NextSentencePrediction:
    """Does the second text continue the first?

    probability_next   softmax of the logits at index 0
    label              the index of the greater logit: 0 is "is next", 1 is "is not next", as BERT numbers them
    logits             of label 0 and of label 1
    tokens, segments   what the model read, and for each token 0 (first text) or 1 (second text)
    """

    model: str
    first: str
    second: str
    probability_next: float
    label: int
    logits: tuple[float, float]
    tokens: tuple[Token, ...]
    segments: tuple[int, ...]
    cut: Truncation | None = None

    @property
    def is_next(self) -> bool:
        return self.label == 0


@dataclass(frozen=True, slots=True)
class BothOrders:
    """Two texts in the given order and swapped, classified by the model's own sentence-pair task.

    question             "next sentence" or "sentence order"
    as_typed, swapped    the probability of yes: that the second text follows the first, or that the two are in order
    """

    model: str
    question: str
    as_typed: float
    swapped: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text that may continue the first. place: which of those given, from 0."""

    text: str
    place: int
    probability_next: float
    logits: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RankedCandidates:
    """Several texts that may continue the first, most probable first. cut: how many pairs were longer than the window."""

    model: str
    first: str
    candidates: tuple[Candidate, ...]
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text; paragraph counts from 0."""

    text: str
    paragraph: int


class PairKind(StrEnum):
    """How two sentences of a text are related. Only of the first kind is the second one next."""

    TRUE = "true"
    SWAPPED = "swapped"
    APART = "apart"
    ACROSS = "across"

    @property
    def is_next(self) -> bool:
        return self is PairKind.TRUE


@dataclass(frozen=True, slots=True)
class EvaluatedPair:
    """Sentence `first`, then sentence `second`, counted from 0 over the whole text."""

    kind: PairKind
    first: int
    second: int
    probability_next: float

    @property
    def is_correct(self) -> bool:
        return (self.probability_next >= 0.5) == self.kind.is_next

    @property
    def error(self) -> float:
        """The distance of the probability from the truth, 0 to 1."""
        return 1 - self.probability_next if self.kind.is_next else self.probability_next


@dataclass(frozen=True, slots=True)
class KindScore:
    """One kind of pairs, all together.

    there      pairs of this kind in the text; `asked` of them were classified
    accuracy   share classified correctly
    quartiles  of probability_next: a quarter of the pairs lies below the first, half below the second
    """

    kind: PairKind
    there: int
    asked: int
    accuracy: float
    quartiles: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class NextSentenceEvaluation:
    """Pairs of a text's sentences, classified. A kind without pairs in this text has no score.

    left_out   sentences at the end of the text that were too many
    """

    model: str
    sentences: tuple[Sentence, ...]
    scores: tuple[KindScore, ...]
    pairs: tuple[EvaluatedPair, ...]
    left_out: int = 0

    @property
    def mistakes(self) -> tuple[EvaluatedPair, ...]:
        """The pairs classified wrongly, the worst first."""
        return tuple(sorted((pair for pair in self.pairs if not pair.is_correct), key=lambda pair: -pair.error))


@dataclass(frozen=True, slots=True)
class NextSentenceMatrix:
    """Every sentence of a text after every other.

    probabilities   [n, n] float32; row i, column j: sentence j follows sentence i
    order           the sentences in the order with the greatest product of probabilities, found exactly
    bits, true_bits what that order and the true one cost: minus log2 of the product of their n - 1 probabilities
    kept            how many of the n - 1 steps of the true order are also in the model's order
    left_out        sentences at the end of the text that were too many
    """

    model: str
    sentences: tuple[Sentence, ...]
    probabilities: Floats
    order: tuple[int, ...]
    bits: float
    true_bits: float
    kept: int
    left_out: int = 0
