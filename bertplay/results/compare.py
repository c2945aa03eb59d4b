"""What the comparison gives: one column a model, with what it answers and what that costs."""

from dataclasses import dataclass

from bertplay.results.base import Piece
from bertplay.results.embeddings import Baseline
from bertplay.results.masked_word import MaskedWordGuesses


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer takes.

    parameters     weights, shared ones counted once
    bytes          measured, of the weights in memory, in this number format
    milliseconds   median of `runs` runs of the same question, the model loaded and warm, text to answer
    pieces         that the model read, special tokens included
    """

    parameters: int
    bytes: int
    precision: str
    milliseconds: float
    runs: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as one model cuts and writes it."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """Two texts judged: `question` is "next sentence" or "sentence order", label 0 answers yes to it."""

    question: str
    probability: float
    logits: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two texts are: the cosine of the means of their pieces' last states, and what unrelated sentences have.

    baseline   of unrelated sentences, all pairs of them; the cosine says nothing without it
    """

    cosine: float
    baseline: Baseline


@dataclass(frozen=True, slots=True)
class OneWord:
    """One word in several sentences: the cosines of its vectors at the last layer, [i][j] of sentence i and sentence j."""

    word: str
    sentences: tuple[str, ...]
    cosines: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class JudgedWord:
    """One word, text[start:end], and the probability that somebody put it there in place of another (of its pieces, the greatest)."""

    word: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class FalseWords:
    """Every word of a text judged by an ELECTRA discriminator."""

    text: str
    words: tuple[JudgedWord, ...]


Answer = MaskedWordGuesses | Pieces | PairAnswer | Likeness | OneWord | FalseWords


@dataclass(frozen=True, slots=True)
class Measured:
    """An answer and its cost."""

    answer: Answer
    cost: Cost


@dataclass(frozen=True, slots=True)
class Column:
    """One model of a comparison. reason: why it has no answer, in the words of its authors; empty when it has one."""

    model: str
    title: str
    measured: Measured | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question to several models. part: which kind of question it is."""

    part: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with one mask, the word that belongs there, and maybe one that does not (or, of two, the other one)."""

    text: str
    answer: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """What a model makes of an item.

    rank      of the answer among all pieces, 1 is the first guess; None for a word of several pieces
    bits      minus log2 of the answer's probability, by the chain rule for several pieces; None when it cannot be written
    prefers   whether the answer is more probable than the other word; None when there is none
    """

    item: Item
    guess: str
    rank: int | None
    bits: float | None
    other_bits: float | None
    prefers: bool | None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """All items judged by one model.

    accuracy      share of the items whose answer is the first guess
    preferred     share in which the answer is more probable than the other word; None when no item has one
    median_rank   of the answers of one piece; None when all have several
    several       items whose answer takes several pieces: it can be no first guess, which counts against the model
    bits          mean of those that can be written; None when none can
    """

    model: str
    accuracy: float
    preferred: float | None
    median_rank: float | None
    several: int
    bits: float | None
    cost: Cost
    items: tuple[JudgedItem, ...]


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """One model's score, or why it has none."""

    model: str
    title: str
    score: ItemScore | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """The same items to several models."""

    items: int
    columns: tuple[ItemColumn, ...]
