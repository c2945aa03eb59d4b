"""What embeddings give: words in their sentences, whole sentences, and words without any context.

A cosine alone misleads: in most layers all vectors point more or less the same way (Ethayarajh 2019). So here it always comes
with the cosine after the mean of all vectors is subtracted ("centred"), and with the cosines of unrelated pairs.
"""

from dataclasses import dataclass

from bertplay.results.base import Floats, Ints

WORD_ALONE = -1
"""The step before layer 0: the row of the input embedding, which is the same in every sentence."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word in one of the sentences: sentences[sentence][start:end], and the sense that the reader wrote beside it, maybe none."""

    sentence: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Omitted:
    """What was left out of the input.

    without_word    sentences that do not have the word
    outside_window   occurrences outside the context window
    too_many        occurrences over the limit
    """

    without_word: int = 0
    outside_window: int = 0
    too_many: int = 0


@dataclass(frozen=True, slots=True)
class WordMap:
    """One word in many sentences, laid out in 2 or 3 dimensions at every step of the model.

    steps        WORD_ALONE, then 0 (the embeddings summed) to the last layer
    points       [steps, occurrences, dimensions] float32; aligned, at each step, with the step before (Procrustes)
    shares       [steps, dimensions] of all variance that each axis shows; empty for t-SNE and UMAP, whose axes mean nothing
    groups       [steps, occurrences] the cluster that k-means finds in the whole space, from 0
    separation   [steps] share of the occurrences nearest to the centre of their own sense, in the whole space; empty without two senses
    """

    model: str
    word: str
    sentences: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    method: str
    steps: tuple[int, ...]
    points: Floats
    shares: Floats
    groups: Ints
    omitted: Omitted
    separation: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The vectors of one word at one step of the model: float32 [occurrences, hidden]; `layer` as in `WordMap.steps`."""

    model: str
    word: str
    layer: int
    sentences: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class LayerSeparation:
    """How far the senses are separated at one layer; 0 is the sum of the embeddings.

    accuracy    share of the occurrences that lie nearest to the centre of their own sense, each left out of its centre
    silhouette  -1 to 1 (Rousseeuw 1987), 0 when the senses overlap; None where it is not defined
    within, across        mean cosine of two occurrences of the same sense, and of different senses
    random                mean cosine of any two words of different sentences: what a cosine must be compared with
    within_centred, across_centred   the same after the mean of those words is taken away
    """

    layer: int
    accuracy: float
    silhouette: float | None
    within: float
    across: float
    random: float
    within_centred: float
    across_centred: float


@dataclass(frozen=True, slots=True)
class SenseSeparation:
    """Which layer separates the senses of a word.

    senses    (name, how many occurrences) from the most frequent on
    majority  accuracy of the majority baseline
    best      the layer of highest accuracy; of several, the one with the higher silhouette
    """

    model: str
    word: str
    senses: tuple[tuple[str, int], ...]
    majority: float
    layers: tuple[LayerSeparation, ...]
    best: int
    omitted: Omitted


@dataclass(frozen=True, slots=True)
class Baseline:
    """The cosines of unrelated pairs: their mean, and what 5 % of them are below and 5 % above."""

    mean: float
    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True)
class FollowedWord:
    """One word of a sentence against the same word in other sentences, layer by layer; 0 is the sum of the embeddings.

    tokens     of the word, as the model writes it; the mean of their vectors represents it
    sentences  those that have the word, the one that the others are compared with first
    numbers    of these sentences among all that were given, from 1
    cosines    [layers + 1][sentences - 1]
    baselines  [layers + 1] of any two words of different, unrelated sentences
    """

    model: str
    word: str
    tokens: tuple[str, ...]
    sentences: tuple[str, ...]
    numbers: tuple[int, ...]
    cosines: tuple[tuple[float, ...], ...]
    baselines: tuple[Baseline, ...]


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """One vector a text: float32 [texts, hidden], pooled at one layer. `cut`: which texts were longer than the window."""

    model: str
    pooling: str
    layer: int
    texts: tuple[str, ...]
    vectors: Floats
    cut: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text or a word, and how near it is. index: its place in the list that was searched."""

    text: str
    index: int
    cosine: float
    centred: float


@dataclass(frozen=True, slots=True)
class NearestOccurrences:
    """What is nearest to one occurrence of a word, layer by layer, in the space of all dimensions.

    layers   [layers + 1] neighbours at each, the most similar by centred cosine first; `index` is that of an occurrence
    """

    model: str
    word: str
    chosen: Occurrence
    sentences: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    layers: tuple[tuple[Neighbour, ...], ...]


@dataclass(frozen=True, slots=True)
class SentenceComparison:
    """Sentences against each other, and against a query.

    cosines, centred   [shown, shown] float32 of the first `shown` texts
    nearest            to the query, in the space of all dimensions; the most similar by centred cosine first
    baseline           of unrelated sentences at this layer; baseline_centred the same with their mean taken away
    """

    model: str
    pooling: str
    layer: int
    texts: tuple[str, ...]
    cosines: Floats
    centred: Floats
    query: str
    nearest: tuple[Neighbour, ...]
    baseline: Baseline
    baseline_centred: Baseline
    cut: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a sum such as "king - man + woman".

    tokens    several when the vocabulary does not have the word; its vector is then their mean, where a table of
              whole words, word2vec's for one, could only say "missing"
    """

    word: str
    sign: int
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordNeighbours:
    """The words nearest to a word or a sum of words in the input embedding, none of those in it; nearest first by centred cosine."""

    model: str
    expression: str
    terms: tuple[Term, ...]
    nearest: tuple[Neighbour, ...]
    baseline: Baseline
    baseline_centred: Baseline
    searched: int
