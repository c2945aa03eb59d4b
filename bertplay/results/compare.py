"""What a comparison of models gives: one column a model, with its answer and what that costs; and the items that models are tested on."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bertplay.results.base import LazyText
from bertplay.results.masked_word import SentenceSurprisal

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer takes.

    parameters     weights, shared ones counted once
    bytes          measured, of the weights in memory, in this number format
    milliseconds   median of `runs` runs of the same question, the model loaded and warm, text to answer
    """

    parameters: int
    bytes: int
    precision: str
    milliseconds: float
    runs: int


@dataclass(frozen=True, slots=True)
class Measured(Generic[R]):
    """An answer and its cost."""

    answer: R
    cost: Cost


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One model of a comparison. reason: why it has no answer, in a sentence that names it; empty when there is an answer."""

    model: str
    title: LazyText
    measured: Measured[R] | None
    reason: LazyText = ""


@dataclass(frozen=True, slots=True)
class Comparison(Generic[R]):
    """The same question to several models."""

    columns: tuple[Column[R], ...]

    @property
    def answers(self) -> tuple[tuple[Column[R], R], ...]:
        """The columns that have an answer, each with it."""
        return tuple((column, column.measured.answer) for column in self.columns if column.measured is not None)


@dataclass(frozen=True, slots=True)
class ReplacedTokenScore:
    """One word, text[start:end], and the probability that it replaced another word: the greatest of its tokens."""

    word: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class ReplacedTokens:
    """Replaced-token detection: every word of a text scored by an ELECTRA discriminator."""

    text: str
    words: tuple[ReplacedTokenScore, ...]


Suspicion = ReplacedTokens | SentenceSurprisal
"""How suspicious each word of a text is: as a probability of having been replaced, or in bits."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with one mask, the right word, and maybe a wrong one to compare it with."""

    text: str
    answer: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class ItemPrediction:
    """A model's prediction for an item.

    rank      of the answer among all tokens, 1 is the top prediction; None for a word of several tokens
    bits      minus log2 of the answer's probability, by the chain rule for several tokens; None when the vocabulary cannot spell it
    prefers   whether the answer is more probable than the other word; None when there is none
    """

    item: Item
    prediction: str
    rank: int | None
    bits: float | None
    other_bits: float | None
    prefers: bool | None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """All items, predicted by one model.

    accuracy      share of the items whose answer is the top prediction
    preferred     share in which the answer is more probable than the other word; None when no item has one
    median_rank   of the answers of one token; None when all have several
    several       items whose answer takes several tokens: it can never be the top prediction, so it counts as wrong
    bits          mean over those the vocabulary can spell; None when there are none
    """

    model: str
    accuracy: float
    preferred: float | None
    median_rank: float | None
    several: int
    bits: float | None
    items: tuple[ItemPrediction, ...]
