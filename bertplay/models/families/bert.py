"""BERT (Devlin et al. 2019): the encoder with two segments, a pooler, a word head and a next-sentence head."""

from collections.abc import Sequence
from typing import Any

import torch
from transformers import BertForPreTraining

from bertplay.models.families import Encoded, Frame, Inputs
from bertplay.models.spec import Ability

model_class = BertForPreTraining


def abilities(architectures: Sequence[str]) -> frozenset[Ability]:
    """["BertForMaskedLM"] -> masked word and what every encoder can do, but no next sentence."""
    found = {Ability.EMBEDDING, Ability.ATTENTION, Ability.FINE_TUNING}
    if {"BertForPreTraining", "BertForMaskedLM"} & set(architectures):
        found.add(Ability.MASKED_WORD)
    if {"BertForPreTraining", "BertForNextSentencePrediction"} & set(architectures):
        found.add(Ability.NEXT_SENTENCE)
    return frozenset(found)


def frame(tokenizer: Any) -> Frame:
    """[CLS] text [SEP], or [CLS] text [SEP] pair [SEP]."""
    return Frame((tokenizer.cls_token_id,), (tokenizer.sep_token_id,), (tokenizer.sep_token_id,))


def continues_word(piece: str) -> bool:
    """WordPiece writes "##" before what carries on a word: "walk", "##ing"."""
    return piece.startswith("##")


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """The encoder alone, without any head."""
    outputs = model.bert(
        input_ids=inputs.ids,
        attention_mask=inputs.attention,
        token_type_ids=inputs.segments,
        output_hidden_states=hidden_states,
        output_attentions=attentions,
    )
    return Encoded(outputs.last_hidden_state, outputs.pooler_output, outputs.hidden_states, outputs.attentions)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.cls.predictions(hidden)
    return logits


def pair_logits(model: Any, encoded: Encoded) -> torch.Tensor:
    """The next-sentence head on the pooled [CLS]: [rows, 2], index 0 is "follows"."""
    logits: torch.Tensor = model.cls.seq_relationship(encoded.pooled)
    return logits
