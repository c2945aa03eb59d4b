"""BERT (Devlin et al. 2019): the encoder with two segments, a pooler, a word head and a next-sentence head."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import BertForPreTraining

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.shared import no_replaced as replaced_logits
from bertplay.models.families.shared import run_with_attentions
from bertplay.models.families.shared import usual_window as window
from bertplay.models.making_way import make_way

__all__ = ["replaced_logits", "window"]

model_class = BertForPreTraining


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone, without any head; the last layer only where it is needed."""
    bert = model.bert
    if attentions:
        return run_with_attentions(bert, inputs, hidden_states=hidden_states, token_type_ids=inputs.segments)
    here = PackedInputs.of(inputs)
    embedded = bert.embeddings(input_ids=here.ids, token_type_ids=here.segments, position_ids=here.positions)[0]
    last, states = run_layers(bert.encoder.layer, embedded, inputs, here.present, hidden_states=hidden_states)
    return Encoded(last, None if bert.pooler is None else bert.pooler(last), states, None)


def run_layers(
    layers: Any, embedded: torch.Tensor, inputs: Inputs, present: "PackedBatch", *, hidden_states: bool, run: Any = None
) -> tuple[torch.Tensor, tuple[torch.Tensor, ...] | None]:
    """Layers over [tokens, hidden]: the last state [rows, length, hidden], and all states if wanted.

    run   how one layer is run; `run_layer`, for layers of BERT's form, unless a family has its own
    """
    run = run or run_layer
    attention_mask = None if inputs.attention.all() else inputs.attention[:, None, None, :].bool()
    states = [embedded]
    *first_layers, last_layer = layers
    for layer in first_layers:
        states = [*(states if hidden_states else ()), run(layer, states[-1], present, attention_mask, present)]
        make_way()
    kept = present if hidden_states else PackedBatch.of(inputs.needed)
    last = kept.spread(run(last_layer, states[-1], present, attention_mask, kept))
    return last, (*(present.spread(state) for state in states), last) if hidden_states else None


class PackedInputs(NamedTuple):
    """The tokens of all rows one after the other, without padding; [1, tokens] each. present: their positions."""

    ids: torch.Tensor
    segments: torch.Tensor
    positions: torch.Tensor
    present: "PackedBatch"

    @classmethod
    def of(cls, inputs: Inputs) -> "PackedInputs":
        present = PackedBatch.of(inputs.present)
        positions = torch.arange(inputs.ids.shape[1]).expand_as(inputs.ids)
        ids, segments, positions = (present.take(array.flatten())[None] for array in (inputs.ids, inputs.segments, positions))
        return cls(ids, segments, positions, present)


@dataclass(frozen=True, slots=True)
class PackedBatch:
    """A batch without padding: the chosen positions of a [rows, length] grid, row by row; index None: all of them, nothing is moved."""

    shape: tuple[int, int]
    index: torch.Tensor | None

    @classmethod
    def of(cls, chosen: torch.Tensor) -> "PackedBatch":
        """The places where a bool [rows, length] is True."""
        shape = (chosen.shape[0], chosen.shape[1])
        return cls(shape, None if chosen.all() else chosen.flatten().nonzero()[:, 0])

    def take(self, grid: torch.Tensor) -> torch.Tensor:
        """[rows * length, …] -> [places, …]"""
        return grid if self.index is None else grid.index_select(0, self.index)

    def spread(self, states: torch.Tensor) -> torch.Tensor:
        """[places, hidden] -> [rows, length, hidden], zeros everywhere else."""
        rows, length = self.shape
        if self.index is not None:
            states = states.new_zeros(rows * length, states.shape[-1]).index_copy_(0, self.index, states)
        return states.view(rows, length, -1)


def run_layer(
    layer: Any, states: torch.Tensor, present: PackedBatch, attention_mask: torch.Tensor | None, kept: PackedBatch
) -> torch.Tensor:
    """One layer over the tokens of all rows, one after the other: [tokens, hidden] -> [needed tokens, hidden].

    Only attention needs to know which row a token is of. Everything else, nine tenths of the work, is done for
    each token alone, so padding can stay away from it, and in the last layer all tokens that are not needed.
    """
    attention = layer.attention.self
    by_head = (*present.shape, attention.num_attention_heads, attention.attention_head_size)
    query, key, value = (
        present.spread(linear(states)).view(by_head).transpose(1, 2) for linear in (attention.query, attention.key, attention.value)
    )
    context = scaled_dot_product_attention(query, key, value, attn_mask=attention_mask)  # [rows, heads, length, size of a head]
    before = states if kept is present else kept.take(present.spread(states).flatten(0, 1))
    attended = layer.attention.output(kept.take(context.transpose(1, 2).reshape(-1, states.shape[-1])), before)
    outputs: torch.Tensor = layer.output(layer.intermediate(attended), attended)
    return outputs


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.cls.predictions(hidden)
    return logits


def pair_logits(model: Any, encoded: Encoded) -> torch.Tensor:
    """The next-sentence head on the pooled [CLS]: [rows, 2], index 0 is "follows"."""
    logits: torch.Tensor = model.cls.seq_relationship(encoded.pooled)
    return logits
