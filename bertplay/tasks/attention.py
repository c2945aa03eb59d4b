"""Attention: where every head looks, how widely and how far, and the same followed down through the layers."""

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results import Floats, Piece, read_only
from bertplay.results.layers import AttentionMaps, AttentionView
from bertplay.tasks.layer_walk import encode_whole
from bertplay.wording import later, mark


def map_attention(model: LoadedModel, text: str) -> AttentionMaps:
    """The attention of all heads over a text, of which at most 128 pieces are used."""
    encoding = encode_whole(model, text)
    [weights] = [o.attentions for o in model.forward([encoding], Wanted(attentions=True)) if o.attentions is not None]
    return AttentionMaps(
        model=model.spec.id,
        text=text,
        pieces=encoding.pieces,
        weights=read_only(weights),
        entropy=read_only(entropy_bits(weights)),
        distance=read_only(distance_pieces(weights)),
        on_special=read_only(weights[..., around_text(encoding.pieces)].sum(axis=-1).mean(axis=-1)),
        rollout=read_only(roll_out(weights)),
        cut=encoding.cut,
    )


def view_attention(model: LoadedModel, text: str, *, layer: int, head: str = "mean", special: bool = True) -> AttentionView:
    """One of the maps, by layer (from 1) and head: "1", "2", …, "mean", "rollout"; with the pieces around the text or without."""
    return view_of(map_attention(model, text), layer, head, special=special)


def view_of(maps: AttentionMaps, layer: int, head: str, *, special: bool = True) -> AttentionView:
    """The same from maps that are there already. Raises BadInput for a layer or a head that is not."""
    layers, heads = maps.weights.shape[:2]
    if not 1 <= layer <= layers:
        raise BadInput(
            mark("The model has no such layer."), value=layer, remedy=later("Choose one from {first} to {last}.", first=1, last=layers)
        )
    if head not in (names := [*map(str, range(1, heads + 1)), "mean", "rollout"]):
        raise BadInput(mark("The model has no such head."), value=head, remedy=later("Choose one of {names}.", names=", ".join(names)))
    summed = {"mean": maps.weights[layer - 1].mean(axis=0), "rollout": maps.rollout[layer - 1]}
    weights = summed[head] if head in summed else maps.weights[layer - 1, int(head) - 1]
    hidden = [] if special else around_text(maps.pieces)
    places = [place for place in range(len(maps.pieces)) if place not in hidden]
    return AttentionView(
        model=maps.model,
        text=maps.text,
        layer=layer,
        head=head,
        pieces=tuple(maps.pieces[place] for place in places),
        places=tuple(places),
        weights=read_only(weights[np.ix_(places, places)]),
        left_out=read_only(weights[np.ix_(places, hidden)].sum(axis=1)),
    )


def around_text(pieces: tuple[Piece, ...]) -> list[int]:
    """The places of the pieces that the model put around the text: [CLS], [SEP]; not a [MASK] that was typed."""
    return [place for place, piece in enumerate(pieces) if piece.is_special and piece.start == piece.end]


def entropy_bits(weights: Floats) -> Floats:
    """The mean over the rows of Shannon's entropy: [..., n, n] -> [...]; a row that looks at 4 pieces alike has 2 bits."""
    logs = np.log2(np.maximum(weights, np.finfo(np.float32).tiny))
    bits: Floats = -(weights * logs).sum(axis=-1).mean(axis=-1)
    return np.maximum(bits, 0)


def distance_pieces(weights: Floats) -> Floats:
    """How many pieces lie between who looks and what is looked at, weighted: [..., n, n] -> [...]; 1 is the next piece."""
    places = np.arange(weights.shape[-1], dtype=np.float32)
    far: Floats = (weights * np.abs(places[:, None] - places)).sum(axis=-1).mean(axis=-1)
    return far


def roll_out(weights: Floats) -> Floats:
    """Attention rollout (Abnar and Zuidema 2020, section 3): [L, heads, n, n] -> [L, n, n].

    After each layer: how much of every piece's embedding has come to each place, if half of what a layer gives is what it
    got (the residual) and half what its heads brought, on average. Rows sum to 1.
    """
    n = weights.shape[-1]
    reached = np.eye(n, dtype=np.float32)
    layers = []
    for layer in weights.mean(axis=1):
        reached = (layer + np.eye(n, dtype=np.float32)) / 2 @ reached
        layers.append(reached)
    return np.stack(layers)
