"""Inside a model: its parameters counted, and the logit lens."""

from dataclasses import dataclass

from bertplay.results.base import Floats, Token, Truncation
from bertplay.results.masked_word import WordPrediction


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
