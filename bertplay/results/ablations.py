"""Ablations: a part of a model left out, and the order of words."""

from dataclasses import dataclass
from typing import Literal

from bertplay.errors import BadInput
from bertplay.results.base import Floats, Token, Truncation
from bertplay.results.masked_word import MaskPredictions

AttentionDirection = Literal["both", "left", "right"]


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
