"""DistilBERT (Sanh et al. 2019): BERT with half the layers, without segments, pooler and next-sentence head."""

from typing import Any

import torch
from transformers import DistilBertForMaskedLM

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.bert import window
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits

__all__ = ["pair_logits", "replaced_logits", "window"]

model_class = DistilBertForMaskedLM


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone; the segments are left out, it was taught without them."""
    outputs = model.distilbert(
        input_ids=inputs.ids,
        attention_mask=inputs.attention,
        output_hidden_states=hidden_states,
        output_attentions=attentions,
    )
    return Encoded(outputs.last_hidden_state, None, outputs.hidden_states, outputs.attentions)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    transformed = model.vocab_layer_norm(model.activation(model.vocab_transform(hidden)))
    logits: torch.Tensor = model.vocab_projector(transformed)
    return logits
