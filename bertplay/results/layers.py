"""Inside a model: its parameters counted, the logit lens, attention, and ablations."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bertplay.errors import BadInput
from bertplay.results.base import Floats, Ints, Token, Truncation, read_only
from bertplay.results.masked_word import MaskPredictions, WordPrediction

AttentionDirection = Literal["both", "left", "right"]


@dataclass(frozen=True, slots=True)
class WeightMatrix:
    """One matrix or vector of a model.

    name    as its file has it: "bert.encoder.layer.0.attention.self.query.weight"
    block   the id of the block it is in
    shape   [out, in] of a linear layer, [entries, hidden] of an embedding, [hidden] of a vector
    role    its purpose in a few words; empty where none is given
    """

    name: str
    block: str
    shape: tuple[int, ...]
    count: int
    role: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a model, in the order of the forward pass. `is_head`: not counted in what papers call the model's size."""

    id: str
    title: str
    count: int
    is_head: bool


@dataclass(frozen=True, slots=True)
class ParameterCount:
    """Every parameter of a model, shared ones once.

    body    encoder and pooler, the number that papers give
    heads   the heads of the pretraining tasks
    """

    model: str
    blocks: tuple[Block, ...]
    matrices: tuple[WeightMatrix, ...]
    body: int
    heads: int

    def of_block(self, block: str) -> tuple[WeightMatrix, ...]:
        """The matrices of one block."""
        return tuple(matrix for matrix in self.matrices if matrix.block == block)


@dataclass(frozen=True, slots=True)
class EmbeddingSum:
    """The input of the first layer: words + positions + segments = total, then the layer norm.

    words, positions, segments, total, normed   [n, dimensions] float32: the first dimensions of each vector
    lengths                                     [5, n] the lengths of the whole vectors, in that order
    width                                       the hidden size
    """

    words: Floats
    positions: Floats
    segments: Floats
    total: Floats
    normed: Floats
    lengths: Floats
    width: int


@dataclass(frozen=True, slots=True)
class LayerPredictions:
    """What the masked-word head predicts from one layer (0: the embeddings), at each of n positions.

    predictions   n times the most probable tokens
    own       [n] probability of the token that is there
    final     [n, predictions] probability of what the last layer predicts
    """

    layer: int
    predictions: tuple[tuple[WordPrediction, ...], ...]
    own: Floats
    final: Floats


@dataclass(frozen=True, slots=True)
class LogitLens:
    """A sentence layer by layer, with the logit lens (nostalgebraist 2020) at each of L layers.

    embeddings          None for a family whose steps are not shown
    layers              L + 1 times; empty for a model whose head cannot be applied to every layer, or that has none
    distance, cosine    [L, n] between each vector before and after a layer
    whole_distance, whole_cosine   [n] between the embeddings and the last layer
    """

    model: str
    text: str
    tokens: tuple[Token, ...]
    embeddings: EmbeddingSum | None
    layers: tuple[LayerPredictions, ...]
    distance: Floats
    cosine: Floats
    whole_distance: Floats
    whole_cosine: Floats
    cut: Truncation | None = None


@dataclass(frozen=True, slots=True)
class AttentionMaps:
    """The attention of every head of L layers, and its summary statistics.

    weights      [L, heads, n, n] row i is the attention of token i; it sums to 1
    entropy      [L, heads] bits, the mean over the rows: 0: all attention on one token, log2 n: spread evenly
    distance     [L, heads] tokens between the attending token and the attended one, weighted, the mean over the rows
    on_special   [L, heads] share that goes to [CLS] and [SEP]
    rollout      [L, n, n] attention followed down to the embeddings, half of each layer being the residual
                 (Abnar and Zuidema 2020)
    """

    model: str
    text: str
    tokens: tuple[Token, ...]
    weights: Floats
    entropy: Floats
    distance: Floats
    on_special: Floats
    rollout: Floats
    cut: Truncation | None = None

    @property
    def to_next(self) -> Floats:
        """[L, heads] share of attention that goes to the next token, the mean over the text's own tokens; 0 for a text of one."""
        return self._to_neighbour(1)

    @property
    def to_previous(self) -> Floats:
        """[L, heads] the same of the previous token."""
        return self._to_neighbour(-1)

    def _to_neighbour(self, step: int) -> Floats:
        own = {i for i, token in enumerate(self.tokens) if not token.is_special or token.start < token.end}
        rows = [i for i in sorted(own) if i + step in own]
        if not rows:
            return read_only(np.zeros(self.weights.shape[:2], dtype=np.float32))
        return read_only(self.weights[:, :, rows, [i + step for i in rows]].mean(axis=-1))


@dataclass(frozen=True, slots=True)
class AttentionView:
    """One head, the mean of a layer's heads, or the rollout up to a layer, over some of the tokens.

    layer      from 1
    head       "1", "2", …, "mean" or "rollout"
    places     which tokens of the text are shown, counted with [CLS] as 0
    weights    [shown, shown] rows not renormalized: they sum to less than 1 where tokens are left out
    left_out   [shown] what each row gives to the tokens left out
    """

    model: str
    text: str
    layer: int
    head: str
    tokens: tuple[Token, ...]
    places: tuple[int, ...]
    weights: Floats
    left_out: Floats


@dataclass(frozen=True, slots=True)
class AttentionSteps:
    """How one token attends in one head, step by step; layer and head are counted from 1, the token with [CLS] as 0.

    query          [d] of the token that attends
    keys, values   [n, d] of every token
    products       [n] query · key
    scaled         [n] the same divided by the square root of d
    exponentials   [n] e to the power of (scaled − the greatest of them)
    weights        [n] exponentials divided by their sum, so that they sum to 1
    output         [d] the sum of weight × value
    difference     the greatest difference between these weights and those that the model itself gives in an ordinary pass
    """

    model: str
    text: str
    tokens: tuple[Token, ...]
    layer: int
    head: int
    token: int
    query: Floats
    keys: Floats
    values: Floats
    products: Floats
    scaled: Floats
    exponentials: Floats
    weights: Floats
    output: Floats
    difference: float
    cut: Truncation | None = None

    @property
    def weighted(self) -> Floats:
        """[n, d] weight × value of every token; their sum is the output."""
        return read_only(self.weights[:, None] * self.values)

    @property
    def strongest(self) -> int:
        """The token that gets most attention."""
        return int(self.weights.argmax())


@dataclass(frozen=True, slots=True)
class Ablation:
    """What is ablated in a model for one forward pass; layers and heads are counted from 0.

    positions      False: no position embedding is added
    attention      "left": each token attends to itself and what precedes it, "right": to what follows
    ablated_layer  the layer that is skipped; with `ablated_head` only the output of that head is set to 0
    random         every weight drawn at random, as before any training
    shuffle        a seed for a random order of the words; None keeps their order

    Ablation(positions=False)
    Ablation(ablated_layer=2, ablated_head=0)
    """

    positions: bool = True
    attention: AttentionDirection = "both"
    ablated_layer: int | None = None
    ablated_head: int | None = None
    random: bool = False
    shuffle: int | None = None

    def __post_init__(self) -> None:
        """Raise BadInput for what no model has."""
        if self.attention not in ("both", "left", "right"):
            raise BadInput("There is no such attention direction.", value=self.attention, remedy='Choose "both", "left" or "right".')
        if self.ablated_head is not None and self.ablated_layer is None:
            raise BadInput("A head belongs to a layer.", value=self.ablated_head, remedy="Name the layer too.")


@dataclass(frozen=True, slots=True)
class AblationEffect:
    """The same text through the intact and the ablated model.

    tokens            as the intact model got them
    shown             the tokens in the order that the ablated model got them; the same unless they were shuffled
    intact, ablated   for each mask, in the order of the text as typed
    cosine            [n] between the last vector of each token with and without the ablation
    """

    model: str
    text: str
    ablation: Ablation
    tokens: tuple[Token, ...]
    shown: tuple[Token, ...]
    intact: tuple[MaskPredictions, ...]
    ablated: tuple[MaskPredictions, ...]
    cosine: Floats
    cut: Truncation | None = None


@dataclass(frozen=True, slots=True)
class MovedToken:
    """One token that occurs in two sentences, at two places, counted with [CLS] as 0.

    with_positions, without_positions   distance between its two last vectors: the greatest difference of any dimension
    cosine                              between the two, with positions
    """

    text: str
    first: int
    second: int
    with_positions: float
    cosine: float
    without_positions: float


@dataclass(frozen=True, slots=True)
class WordOrder:
    """Two sentences of the same tokens in another order, with the position embeddings and without them."""

    model: str
    first: str
    second: str
    tokens: tuple[MovedToken, ...]

    @property
    def most_without_positions(self) -> float:
        """How far apart the two vectors of any token are without positions: rounding alone."""
        return max(token.without_positions for token in self.tokens)


@dataclass(frozen=True, slots=True)
class HeadRanking:
    """How much each head follows a pattern over some texts: "from a pronoun to a name before it".

    pattern          one of bertplay.tasks.head_finder.PATTERNS; source, target: its words where the reader names them
    tokens           of each text
    share            [L, heads] attention that goes where the pattern says, the mean over all tokens that it is about
    even             the same if all tokens got the same attention
    count            tokens that the pattern is about, in all texts
    strongest        [L, heads, 3] where a head follows it most: the text, the token that attends, the token attended to
    strongest_weight [L, heads] its weight
    """

    model: str
    texts: tuple[str, ...]
    pattern: str
    source: str
    target: str
    tokens: tuple[tuple[Token, ...], ...]
    share: Floats
    even: float
    count: int
    strongest: Ints
    strongest_weight: Floats

    @property
    def ranked(self) -> tuple[tuple[int, int], ...]:
        """Layer and head, from 1, of all heads; the one that follows the pattern most comes first."""
        order = np.argsort(-self.share, axis=None, kind="stable")
        return tuple((int(i) // self.share.shape[1] + 1, int(i) % self.share.shape[1] + 1) for i in order)

    def example(self, layer: int, head: int) -> tuple[int, int, int]:
        """Where a head, from 1, follows the pattern most: the text, the token that attends, the token attended to."""
        text, from_, to = (int(place) for place in self.strongest[layer - 1, head - 1])
        return text, from_, to
