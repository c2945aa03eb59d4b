"""BERT in plain steps, for one text, with switches: what is computed when a part of it is turned off.

passes.py computes answers: many rows at once, and nothing that nobody asked for. This file shows how they come about:
every step by its name and everything kept. With no switch set both give the same numbers (tests/unit/models/test_inside.py).
The weights are those that everybody uses; they are read and never written.
"""

import math
from typing import Any, NamedTuple

import torch
from torch import nn

from bertplay.models.spec import Family
from bertplay.results.layers import Looks, Switches

TAKEN_APART = frozenset({Family.BERT})
"""Families whose steps are these."""

RANDOM_SEED = 0


class Embedded(NamedTuple):
    """The three embeddings of n pieces, their sum, and what enters the first layer: [n, hidden] each."""

    words: torch.Tensor
    positions: torch.Tensor
    segments: torch.Tensor
    total: torch.Tensor
    normed: torch.Tensor


class Inside(NamedTuple):
    """Everything on the way: `states` L + 1 times [n, hidden], the embeddings first; `attentions` L times [heads, n, n]."""

    embedded: Embedded
    states: list[torch.Tensor]
    attentions: list[torch.Tensor]


def take_apart(model: Any, ids: torch.Tensor, segments: torch.Tensor, switches: Switches) -> Inside:
    """Run a BERT over [n] ids and segments, step by step."""
    embedded = embed(model.bert.embeddings, ids, segments, positions=switches.positions)
    states, attentions = [embedded.normed], []
    looks = may_look(len(ids), switches.looks)
    for number, layer in enumerate(model.bert.encoder.layer):
        is_meant = number == switches.silent_layer
        state, weights = run_layer(layer, states[-1], looks, switches.silent_head if is_meant else None)
        is_silent = is_meant and switches.silent_head is None
        states.append(states[-1] if is_silent else state)
        attentions.append(torch.zeros_like(weights) if is_silent else weights)
    return Inside(embedded, states, attentions)


def embed(embeddings: Any, ids: torch.Tensor, segments: torch.Tensor, *, positions: bool = True) -> Embedded:
    """Three rows looked up for each piece, added, and brought to a common scale; without positions, two."""
    words = embeddings.word_embeddings(ids)
    places = embeddings.position_embeddings(torch.arange(len(ids))) * positions
    segment = embeddings.token_type_embeddings(segments)
    total = words + segment + places
    return Embedded(words, places, segment, total, embeddings.LayerNorm(total))


def may_look(n: int, looks: Looks) -> torch.Tensor:
    """[n, n] bool: whether piece i may look at piece j. A piece may always look at itself."""
    everywhere = torch.ones(n, n, dtype=torch.bool)
    return {"both": everywhere, "left": everywhere.tril(), "right": everywhere.triu()}[looks]


def run_layer(layer: Any, states: torch.Tensor, looks: torch.Tensor, silent_head: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """One layer: [n, hidden] -> [n, hidden], and where its heads look, [heads, n, n].

    Each head compares queries with keys, and brings back a mixture of values. A silent head brings back zeros.
    """
    attention = layer.attention.self
    by_head = (len(states), attention.num_attention_heads, attention.attention_head_size)
    query, key, value = (linear(states).view(by_head).transpose(0, 1) for linear in (attention.query, attention.key, attention.value))
    likeness = query @ key.transpose(1, 2) / math.sqrt(attention.attention_head_size)
    weights = likeness.masked_fill(~looks, -math.inf).softmax(dim=-1)
    brought = weights @ value  # [heads, n, size of a head]
    if silent_head is not None:
        brought[silent_head] = 0
    looked_up = layer.attention.output(brought.transpose(0, 1).flatten(1), states)
    return layer.output(layer.intermediate(looked_up), looked_up), weights


def with_random_weights(model: Any, seed: int = RANDOM_SEED) -> Any:
    """A model of the same shape as it was before training: weights drawn as BERT's authors drew them, N(0, 0.02) as a rule.

    In float32, whatever the format of the given one. As large in memory as that, until it is let go.
    """
    with torch.device("meta"):
        fresh = type(model)(model.config)
    fresh = fresh.to_empty(device="cpu")
    fresh.tie_weights()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for module in fresh.modules():
            for name, weight in module.named_parameters(recurse=False):
                if isinstance(module, nn.LayerNorm):
                    weight.fill_(float(name == "weight"))
                elif weight.dim() == 1:
                    weight.zero_()
                else:
                    weight.normal_(0.0, model.config.initializer_range, generator=generator)
    return fresh.eval()
