"""ELECTRA (Clark et al. 2020): a small generator predicts masked words, and a discriminator marks the predictions that are wrong.

Both halves are encoders of BERT's form; they are published one by one. The discriminator is the one to keep: it learns
from every token of a text, a masked language model from 15 of 100.
"""

from typing import Any

import torch
from torch import nn
from transformers import ElectraModel, ElectraPreTrainedModel
from transformers.models.electra.modeling_electra import ElectraDiscriminatorPredictions, ElectraGeneratorPredictions

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.bert import PackedInputs, run_layers, window
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import run_with_attentions

__all__ = ["pair_logits", "window"]


class ElectraWithHeads(ElectraPreTrainedModel):
    """The encoder with both heads: a folder has the weights of one, and the other is never used.

    transformers has two classes for this, `ElectraForMaskedLM` and `ElectraForPreTraining`, and which one a folder is
    for shows only in the names of its weights.
    """

    _tied_weights_keys = {  # noqa: RUF012
        "generator_lm_head.weight": "electra.embeddings.word_embeddings.weight"
    }

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.electra = ElectraModel(config)
        self.generator_predictions = ElectraGeneratorPredictions(config)
        self.generator_lm_head = nn.Linear(config.embedding_size, config.vocab_size)
        self.discriminator_predictions = ElectraDiscriminatorPredictions(config)
        self.post_init()  # type: ignore[no-untyped-call]

    def get_output_embeddings(self) -> nn.Module:
        """The table of tokens, used once more to score them."""
        return self.generator_lm_head


model_class = ElectraWithHeads


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone; its table of tokens may be narrower than its layers, and is then widened."""
    electra = model.electra
    if attentions:
        return run_with_attentions(electra, inputs, hidden_states=hidden_states, token_type_ids=inputs.segments)
    here = PackedInputs.of(inputs)
    embedded = electra.embeddings(input_ids=here.ids, token_type_ids=here.segments, position_ids=here.positions)
    widened = electra.embeddings_project(embedded) if hasattr(electra, "embeddings_project") else embedded
    last, states = run_layers(electra.encoder.layer, widened[0], inputs, here.present, hidden_states=hidden_states)
    return Encoded(last, None, states, None)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The generator's head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.generator_lm_head(model.generator_predictions(hidden))
    return logits


def replaced_logits(model: Any, encoded: Encoded) -> torch.Tensor:
    """The discriminator's head: [rows, length], above 0 where it takes a token for a replaced one."""
    logits: torch.Tensor = model.discriminator_predictions(encoded.last)
    return logits
