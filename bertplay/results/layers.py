"""What the inside of a model gives: its weights counted, a sentence on its way, attention, and the model with a part switched off."""

from dataclasses import dataclass
from typing import Literal

from bertplay.errors import BadInput
from bertplay.results.base import Floats, Piece, WindowCut
from bertplay.results.masked_word import MaskGuesses, WordGuess

Looks = Literal["both", "left", "right"]


@dataclass(frozen=True, slots=True)
class WeightMatrix:
    """One matrix or vector of a model.

    name    as its file has it: "bert.encoder.layer.0.attention.self.query.weight"
    block   the id of the block it is in
    shape   [out, in] of a linear layer, [entries, width] of a table, [width] of a vector
    role    what it is for, in a few words; empty where this project has none for it
    """

    name: str
    block: str
    shape: tuple[int, ...]
    count: int
    role: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a model, in the order a text passes through. `is_head`: not counted in what papers call the model's size."""

    id: str
    title: str
    count: int
    is_head: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every weight of a model, shared ones once.

    body    encoder and pooler, the number that papers give
    heads   what the training tasks put on top
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
    """How the vectors that enter the first layer come about: words + positions + segments = total, then the layer norm.

    words, positions, segments, total, normed   [n, dimensions] float32: the first dimensions of each vector
    lengths                                     [5, n] the lengths of the whole vectors, in that order
    width                                       how many dimensions there are in truth
    """

    words: Floats
    positions: Floats
    segments: Floats
    total: Floats
    normed: Floats
    lengths: Floats
    width: int


@dataclass(frozen=True, slots=True)
class LayerGuesses:
    """What the word head says after one layer (0: the embeddings), at each of n positions.

    guesses   n times the most probable pieces
    own       [n] probability of the piece that stands there
    final     [n, guesses] probability of what will be the guesses after the last layer
    """

    layer: int
    guesses: tuple[tuple[WordGuess, ...], ...]
    own: Floats
    final: Floats


@dataclass(frozen=True, slots=True)
class LayerWalk:
    """A sentence on its way through L layers.

    embeddings          None for a family that this project does not take apart
    layers              L + 1 times; empty for a model whose word head cannot be asked after every layer, or that has none
    distance, cosine    [L, n] between each vector before and after a layer
    whole_distance, whole_cosine   [n] between the embeddings and the last layer
    """

    model: str
    text: str
    pieces: tuple[Piece, ...]
    embeddings: EmbeddingSum | None
    layers: tuple[LayerGuesses, ...]
    distance: Floats
    cosine: Floats
    whole_distance: Floats
    whole_cosine: Floats
    cut: WindowCut | None = None


@dataclass(frozen=True, slots=True)
class AttentionMaps:
    """Where every head of L layers looks, and how its looking can be summed up.

    weights      [L, heads, n, n] row i is where piece i looks; it sums to 1
    entropy      [L, heads] bits, the mean over the rows: 0 looks at one piece, log2 n at all alike
    distance     [L, heads] pieces between who looks and what is looked at, weighted, the mean over the rows
    on_special   [L, heads] share that goes to the pieces that the model puts around the text
    rollout      [L, n, n] attention followed down to the embeddings, half of each layer passing straight on
                 (Abnar and Zuidema 2020)
    """

    model: str
    text: str
    pieces: tuple[Piece, ...]
    weights: Floats
    entropy: Floats
    distance: Floats
    on_special: Floats
    rollout: Floats
    cut: WindowCut | None = None


@dataclass(frozen=True, slots=True)
class AttentionView:
    """One head, the mean of a layer's heads, or the rollout up to a layer, over some of the pieces.

    layer      from 1
    head       "1", "2", …, "mean" or "rollout"
    places     which pieces of the text are shown, counted with [CLS] as 0
    weights    [shown, shown] rows as they are: they sum to less than 1 where pieces are left out
    left_out   [shown] what each row gives to the pieces left out
    """

    model: str
    text: str
    layer: int
    head: str
    pieces: tuple[Piece, ...]
    places: tuple[int, ...]
    weights: Floats
    left_out: Floats


@dataclass(frozen=True, slots=True)
class Switches:
    """What is turned off in a model, or changed, for one pass; layers and heads are counted from 0.

    positions      False: no position embedding is added
    looks          "left": each piece sees itself and what stands before it, "right": what stands after
    silent_layer   the layer that is passed by; with `silent_head` only that head of it, whose output becomes 0
    random         every weight drawn anew, as before any training
    shuffle        a number for the order in which the words are put; None leaves them where they are

    Switches(positions=False)
    Switches(silent_layer=2, silent_head=0)
    """

    positions: bool = True
    looks: Looks = "both"
    silent_layer: int | None = None
    silent_head: int | None = None
    random: bool = False
    shuffle: int | None = None

    def __post_init__(self) -> None:
        """Raise BadInput for what no model can be asked."""
        if self.looks not in ("both", "left", "right"):
            raise BadInput("A piece looks to both sides, left or right.", value=self.looks, remedy='Choose "both", "left" or "right".')
        if self.silent_head is not None and self.silent_layer is None:
            raise BadInput("A head belongs to a layer.", value=self.silent_head, remedy="Name the layer too.")


@dataclass(frozen=True, slots=True)
class SwitchedAnswer:
    """The same text through the model as it is, and with switches.

    pieces            as the intact model got them
    shown             the pieces in the order that the switched model got them; the same unless they were shuffled
    intact, switched  for each mask, in the order of the text as typed
    cosine            [n] between the last vector of each piece with and without the switches
    """

    model: str
    text: str
    switches: Switches
    pieces: tuple[Piece, ...]
    shown: tuple[Piece, ...]
    intact: tuple[MaskGuesses, ...]
    switched: tuple[MaskGuesses, ...]
    cosine: Floats
    cut: WindowCut | None = None


@dataclass(frozen=True, slots=True)
class MovedPiece:
    """One piece that stands in two sentences, at two places, counted with [CLS] as 0.

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
    """Two sentences of the same pieces in another order, with the position embeddings and without them."""

    model: str
    first: str
    second: str
    pieces: tuple[MovedPiece, ...]

    @property
    def most_without_positions(self) -> float:
        """How far apart the two vectors of any piece are without positions: rounding alone."""
        return max(piece.without_positions for piece in self.pieces)
