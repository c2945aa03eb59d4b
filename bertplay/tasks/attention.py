"""Attention: the weights of every head, their entropy and distance, and attention rollout through the layers."""

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results import Floats, Token, read_only
from bertplay.results.attention import AttentionMaps, AttentionView
from bertplay.tasks.logit_lens import encode_whole


def map_attention(model: LoadedModel, text: str) -> AttentionMaps:
    """The attention of all heads over a text, of which at most 128 tokens are used."""
    encoding = encode_whole(model, text)
    [weights] = [o.attentions for o in model.forward([encoding], Wanted(attentions=True)) if o.attentions is not None]
    return AttentionMaps(
        model=model.spec.id,
        text=text,
        tokens=encoding.tokens,
        weights=read_only(weights),
        entropy=read_only(entropy_bits(weights)),
        distance=read_only(distance_tokens(weights)),
        on_special=read_only(weights[..., around_text(encoding.tokens)].sum(axis=-1).mean(axis=-1)),
        rollout=read_only(roll_out(weights)),
        cut=encoding.cut,
    )


def view_attention(model: LoadedModel, text: str, *, layer: int, head: str = "mean", special: bool = True) -> AttentionView:
    """One of the maps, by layer (from 1) and head: "1", "2", …, "mean", "rollout"; with or without [CLS] and [SEP]."""
    return view_of(map_attention(model, text), layer, head, special=special)


def view_of(maps: AttentionMaps, layer: int, head: str, *, special: bool = True) -> AttentionView:
    """The same from existing maps. Raises BadInput for a layer or a head that the model does not have."""
    layers, heads = maps.weights.shape[:2]
    check_head(layer, head, layers, heads, "mean", "rollout")
    summed = {"mean": maps.weights[layer - 1].mean(axis=0), "rollout": maps.rollout[layer - 1]}
    weights = summed[head] if head in summed else maps.weights[layer - 1, int(head) - 1]
    hidden = [] if special else around_text(maps.tokens)
    places = [place for place in range(len(maps.tokens)) if place not in hidden]
    return AttentionView(
        model=maps.model,
        text=maps.text,
        layer=layer,
        head=head,
        tokens=tuple(maps.tokens[place] for place in places),
        places=tuple(places),
        weights=read_only(weights[np.ix_(places, places)]),
        left_out=read_only(weights[np.ix_(places, hidden)].sum(axis=1)),
    )


def check_head(layer: int, head: str, layers: int, heads: int, *others: str) -> None:
    """Raise BadInput unless the model has this layer, from 1, and this head: "1", "2", … or one of the others."""
    if not 1 <= layer <= layers:
        raise BadInput(
            N_("The model has no such layer."), value=layer, remedy=lazy("Choose one from {first} to {last}.", first=1, last=layers)
        )
    if head not in (names := [*map(str, range(1, heads + 1)), *others]):
        raise BadInput(N_("The model has no such head."), value=head, remedy=lazy("Choose one of {names}.", names=", ".join(names)))


def around_text(tokens: tuple[Token, ...]) -> list[int]:
    """The positions of the tokens that the model added around the text: [CLS], [SEP]; not a [MASK] that was typed."""
    return [place for place, token in enumerate(tokens) if token.is_special and token.start == token.end]


def entropy_bits(weights: Floats) -> Floats:
    """The mean over the rows of Shannon's entropy: [..., n, n] -> [...]; attention spread evenly over 4 tokens has 2 bits."""
    logs = np.log2(np.maximum(weights, np.finfo(np.float32).tiny))
    bits: Floats = -(weights * logs).sum(axis=-1).mean(axis=-1)
    return np.maximum(bits, 0)


def distance_tokens(weights: Floats) -> Floats:
    """How many tokens lie between the attending token and the attended one, weighted: [..., n, n] -> [...]; 1 is the next token."""
    places = np.arange(weights.shape[-1], dtype=np.float32)
    far: Floats = (weights * np.abs(places[:, None] - places)).sum(axis=-1).mean(axis=-1)
    return far


def roll_out(weights: Floats) -> Floats:
    """Attention rollout (Abnar and Zuidema 2020, section 3): [L, heads, n, n] -> [L, n, n].

    After each layer: how much of every token's embedding has come to each place, if half of what a layer gives is what it
    got (the residual) and half what its heads brought, on average. Rows sum to 1.
    """
    n = weights.shape[-1]
    reached = np.eye(n, dtype=np.float32)
    layers = []
    for layer in weights.mean(axis=1):
        reached = (layer + np.eye(n, dtype=np.float32)) / 2 @ reached
        layers.append(reached)
    return np.stack(layers)
