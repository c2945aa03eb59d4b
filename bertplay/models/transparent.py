"""BERT step by step, for one text: every intermediate result, and ablations of single parts.

passes.py computes answers: many rows at once, and nothing that is not needed. This file shows how they come about:
every step by its name, with all states. Without an ablation both give the same numbers (tests/unit/models/test_transparent.py).
The weights are those that everyone uses; they are read and never written.
"""

import math
from typing import Any, NamedTuple

import torch
from torch import nn

from bertplay.models.devices import device_of, send
from bertplay.models.spec import Family
from bertplay.results.ablations import Ablation, AttentionDirection

TRANSPARENT_FAMILIES = frozenset({Family.BERT})
"""Families with these steps."""

RANDOM_SEED = 0


class Embedded(NamedTuple):
    """The three embeddings of n tokens, their sum, and what enters the first layer: [n, hidden] each."""

    words: torch.Tensor
    positions: torch.Tensor
    segments: torch.Tensor
    total: torch.Tensor
    normed: torch.Tensor


class TransparentStates(NamedTuple):
    """All intermediate results: `states` L + 1 times [n, hidden], the embeddings first; `attentions` L times [heads, n, n]."""

    embedded: Embedded
    states: list[torch.Tensor]
    attentions: list[torch.Tensor]


class HeadVectors(NamedTuple):
    """Query, key and value of n tokens in each head of a layer: [heads, n, size of a head] each."""

    query: torch.Tensor
    key: torch.Tensor
    value: torch.Tensor


def transparent_forward(model: Any, ids: torch.Tensor, segments: torch.Tensor, ablation: Ablation) -> TransparentStates:
    """Run a BERT over [n] ids and segments, step by step."""
    embedded = embed(model.bert.embeddings, ids, segments, positions=ablation.positions)
    states, attentions = [embedded.normed], []
    mask = attention_mask(len(ids), ablation.attention)
    for number, layer in enumerate(model.bert.encoder.layer):
        is_meant = number == ablation.ablated_layer
        state, weights = run_layer(layer, states[-1], mask, ablation.ablated_head if is_meant else None)
        is_silent = is_meant and ablation.ablated_head is None
        states.append(states[-1] if is_silent else state)
        attentions.append(torch.zeros_like(weights) if is_silent else weights)
    return TransparentStates(embedded, states, attentions)


def embed(embeddings: Any, ids: torch.Tensor, segments: torch.Tensor, *, positions: bool = True) -> Embedded:
    """Three rows looked up for each token, added, and brought to a common scale; without positions, two."""
    words = embeddings.word_embeddings(ids)
    places = embeddings.position_embeddings(torch.arange(len(ids))) * positions
    segment = embeddings.token_type_embeddings(segments)
    total = words + segment + places
    return Embedded(words, places, segment, total, embeddings.LayerNorm(total))


def attention_mask(n: int, mask: AttentionDirection) -> torch.Tensor:
    """[n, n] bool: whether token i may attend to token j. A token may always attend to itself."""
    everywhere = torch.ones(n, n, dtype=torch.bool)
    return {"both": everywhere, "left": everywhere.tril(), "right": everywhere.triu()}[mask]


def run_layer(layer: Any, states: torch.Tensor, mask: torch.Tensor, ablated_head: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """One layer: [n, hidden] -> [n, hidden], and its attention weights, [heads, n, n].

    Each head compares queries with keys, and returns a weighted sum of values. An ablated head returns zeros.
    """
    query, key, value = head_vectors(layer, states)
    scores_ = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])
    weights = scores_.masked_fill(~mask, -math.inf).softmax(dim=-1)
    mixed = weights @ value  # [heads, n, size of a head]
    if ablated_head is not None:
        mixed[ablated_head] = 0
    attended = layer.attention.output(mixed.transpose(0, 1).flatten(1), states)
    return layer.output(layer.intermediate(attended), attended), weights


def head_vectors(layer: Any, states: torch.Tensor) -> HeadVectors:
    """What each token asks for, what it is found by, and what it passes on: three linear maps of its vector, cut into heads."""
    attention = layer.attention.self
    by_head = (len(states), attention.num_attention_heads, attention.attention_head_size)
    maps = attention.query, attention.key, attention.value
    return HeadVectors(*(linear(states).view(by_head).transpose(0, 1) for linear in maps))


def with_random_weights(model: Any, seed: int = RANDOM_SEED) -> Any:
    """A model of the same shape as it was before training: weights drawn as BERT's authors drew them, N(0, 0.02) as a rule.

    In float32, whatever the format of the given one. As large in memory as that, until it is let go.
    """
    with torch.device("meta"):
        fresh = type(model)(model.config)
    fresh = fresh.to_empty(device="cpu")  # the weights are drawn here, so that they are the same on every device
    fresh.tie_weights()
    generator = torch.Generator("cpu").manual_seed(seed)
    with torch.no_grad():
        for module in fresh.modules():
            for name, weight in module.named_parameters(recurse=False):
                if isinstance(module, nn.LayerNorm):
                    weight.fill_(float(name == "weight"))
                elif weight.dim() == 1:
                    weight.zero_()
                else:
                    weight.normal_(0.0, model.config.initializer_range, generator=generator)
    return send(fresh.eval(), device_of(model))
