"""Encoders recognized only by their common structure: MPNet, MobileBERT, DeBERTa and others with `embeddings`, layers and a head.

transformers' own forward pass runs them: slower than the families that have a file of their own, and any published variant is right.
"""

import inspect
from typing import Any

import torch
from transformers import AutoModelForMaskedLM

from bertplay.models.architectures import POSITIONS_AFTER_PADDING
from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits

__all__ = ["pair_logits", "replaced_logits"]

model_class = AutoModelForMaskedLM


def window(config: Any) -> int:
    """As many tokens as there are positions, without those that only padding has."""
    unused = max(2, config.pad_token_id + 1) if config.model_type in POSITIONS_AFTER_PADDING else 0
    return int(config.max_position_embeddings - unused)


def takes(model: Any, name: str) -> bool:
    """Whether a model takes such an input: segments ("token_type_ids"), or what may be attended to ("attention_mask")."""
    return name in inspect.signature(model.forward).parameters


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone, with segments where it has them."""
    encoder = model.base_model
    has_segments = takes(encoder, "token_type_ids") and getattr(model.config, "type_vocab_size", 0) > 1
    outputs = encoder(
        input_ids=inputs.ids,
        output_hidden_states=hidden_states,
        **({"attention_mask": inputs.attention} if takes(encoder, "attention_mask") else {}),
        **({"output_attentions": True} if attentions else {}),
        **({"token_type_ids": inputs.segments} if has_segments else {}),
    )
    return Encoded(outputs.last_hidden_state, None, outputs.hidden_states, outputs.attentions if attentions else None)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    if hasattr(model, "lm_predictions"):  # DeBERTa since 2021: its head scores with the table of tokens, given each time
        return model.lm_predictions.lm_head(hidden, model.deberta.embeddings.word_embeddings)  # type: ignore[no-any-return]
    if hasattr(model, "generator_lm_head"):  # ConvBERT
        return model.generator_lm_head(model.generator_predictions(hidden))  # type: ignore[no-any-return]
    head = model.cls if hasattr(model, "cls") else model.lm_head
    logits: torch.Tensor = head(hidden)
    return logits
