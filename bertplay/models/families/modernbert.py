"""ModernBERT (Warner et al. 2024): an encoder with six years of improvements: rotary positions, local attention, no biases.

Two of three layers attend only to the 128 tokens around each; that, and training on long texts, gives it a window of 8,192.
"""

from typing import Any

import torch
from transformers import ModernBertForMaskedLM

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits
from bertplay.models.families.shared import usual_window as window

__all__ = ["pair_logits", "replaced_logits", "window"]

model_class = ModernBertForMaskedLM


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone, without any head."""
    outputs = model.model(
        input_ids=inputs.ids, attention_mask=inputs.attention, output_hidden_states=hidden_states, output_attentions=attentions
    )
    return Encoded(outputs.last_hidden_state, None, outputs.hidden_states, outputs.attentions)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.decoder(model.head(hidden))
    return logits
