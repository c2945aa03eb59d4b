"""RoBERTa (Liu et al. 2019): BERT's layers with byte-level tokens, without segments and without next-sentence prediction.

New masks were drawn each time a text was read, and rows filled with full sentences; neither shows in the weights.
Positions count from 2: the first two rows of their table belong to padding.
"""

from typing import Any

import torch
from transformers import RobertaForMaskedLM

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.bert import PackedInputs, run_layers
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits
from bertplay.models.families.shared import run_with_attentions

__all__ = ["pair_logits", "replaced_logits"]

model_class = RobertaForMaskedLM


def window(config: Any) -> int:
    """514 positions are 512 tokens."""
    return int(config.max_position_embeddings - first_position(config))


def first_position(config: Any) -> int:
    """The position of the first token: the one after padding's."""
    return int(config.pad_token_id + 1)


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone, without any head; the segments are left out, there is only one."""
    roberta = model.roberta
    if attentions:
        positions = (torch.arange(inputs.ids.shape[1]) + first_position(model.config)).expand_as(inputs.ids)
        return run_with_attentions(roberta, inputs, hidden_states=hidden_states, position_ids=positions)
    here = PackedInputs.of(inputs)
    embedded = roberta.embeddings(
        input_ids=here.ids, token_type_ids=torch.zeros_like(here.ids), position_ids=here.positions + first_position(model.config)
    )[0]
    last, states = run_layers(roberta.encoder.layer, embedded, inputs, here.present, hidden_states=hidden_states)
    return Encoded(last, None, states, None)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.lm_head(hidden)
    return logits
