"""ALBERT (Lan et al. 2020): one layer's weights used by all layers, a narrow table of tokens, and sentence order.

    BERT:    tokens x 768, then layer 1, layer 2, … layer 12
    ALBERT:  tokens x 128, widened to 768, then the same layer twelve times

A tenth of the weights, and as much to compute. Its second task is sentence-order prediction: are two sentences in their original order?.
"""

from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AlbertForPreTraining

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.bert import PackedBatch, PackedInputs, run_layers
from bertplay.models.families.shared import no_replaced as replaced_logits
from bertplay.models.families.shared import run_with_attentions
from bertplay.models.families.shared import usual_window as window

__all__ = ["replaced_logits", "window"]

model_class = AlbertForPreTraining


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone, without any head; the same layer again and again, the last time only where it is needed."""
    albert = model.albert
    if attentions:
        return run_with_attentions(albert, inputs, hidden_states=hidden_states, token_type_ids=inputs.segments)
    here = PackedInputs.of(inputs)
    embedded = albert.embeddings(input_ids=here.ids, token_type_ids=here.segments, position_ids=here.positions)
    widened = albert.encoder.embedding_hidden_mapping_in(embedded)[0]
    last, states = run_layers(layers_of(albert), widened, inputs, here.present, hidden_states=hidden_states, run=run_layer)
    return Encoded(last, albert.pooler_activation(albert.pooler(last[:, 0])), states, None)


def layers_of(albert: Any) -> list[Any]:
    """The layers in the order in which they are run: as a rule one, as often as config.json says.

    The paper also tried groups of layers, each of which shares its weights.
    """
    depth, groups = albert.config.num_hidden_layers, albert.encoder.albert_layer_groups
    return [layer for i in range(depth) for layer in groups[i * len(groups) // depth].albert_layers]


def run_layer(
    layer: Any, states: torch.Tensor, present: PackedBatch, attention_mask: torch.Tensor | None, kept: PackedBatch
) -> torch.Tensor:
    """One layer over the tokens of all rows, as bert.run_layer does it: [tokens, hidden] -> [needed tokens, hidden]."""
    attention = layer.attention
    by_head = (*present.shape, attention.num_attention_heads, attention.attention_head_size)
    query, key, value = (
        present.spread(linear(states)).view(by_head).transpose(1, 2) for linear in (attention.query, attention.key, attention.value)
    )
    context = scaled_dot_product_attention(query, key, value, attn_mask=attention_mask)
    before = states if kept is present else kept.take(present.spread(states).flatten(0, 1))
    attended = attention.LayerNorm(before + attention.dense(kept.take(context.transpose(1, 2).reshape(-1, states.shape[-1]))))
    inner = layer.ffn_output(layer.activation(layer.ffn(attended)))
    outputs: torch.Tensor = layer.full_layer_layer_norm(inner + attended)
    return outputs


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.predictions(hidden)
    return logits


def pair_logits(model: Any, encoded: Encoded) -> torch.Tensor:
    """The head for the order of sentences on the pooled [CLS]: [rows, 2], index 0 is "in their true order"."""
    logits: torch.Tensor = model.sop_classifier(encoded.pooled)
    return logits
