"""BERT (Devlin et al. 2019): masked words and next sentence."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from transformers import BertConfig, BertForPreTraining

from bertplay.pretraining.batches import Batch, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import Scores
from bertplay.pretraining.objectives.masked_words import Chosen, Ids, hide
from bertplay.pretraining.objectives.next_sentence import Segments, one_segment, segment_pair
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import continues_word, spell, train_wordpiece, wordpiece_tokenizer

__all__ = ["continues_word", "framed", "seen", "spell", "tokenizer"]

title = "BERT"
idea = """Both of BERT's tasks: masked words (15 % of the pieces, of which 80 % [MASK], 10 % random, 10 % kept) and next sentence
(half true, half from another document of the same domain)."""
encoding = "wordpiece"
pair_task: str | None = "next sentence"
model_class = BertForPreTraining
framed, seen = with_special_tokens, hide
tokenizer = wordpiece_tokenizer


def train_pieces(texts: Iterable[str], size: int) -> dict[str, int]:
    return train_wordpiece(texts, size)


def row(text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
    """A pair of segments, or now and then one."""
    if rng.random() < single_share:
        return one_segment(text, start, length - 2, rng)
    return segment_pair(text, start, length - 3, rng)


def asked(ids: Ids, chosen: Chosen, vocabulary: Vocabulary) -> Chosen:
    """The chosen pieces."""
    return chosen


def turns(chosen: Chosen, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """All at once."""
    return chosen.astype(np.int64)


def shape(config: PretrainConfig) -> dict[str, Any]:
    """What BERT and its nearest relatives are told in common.

    No dropout: a text that is hardly seen twice cannot be learned by heart. Attention is written out
    ("eager"), which at these lengths is 1.4 times as fast to train on a CPU as the fused kernel.
    """
    return {
        "vocab_size": config.vocabulary,
        "hidden_size": config.hidden,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "intermediate_size": 4 * config.hidden,
        "max_position_embeddings": config.max_tokens,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
        "attn_implementation": "eager",
    }


def build(config: PretrainConfig, vocabulary: Vocabulary) -> BertForPreTraining:
    return BertForPreTraining(BertConfig(**shape(config)))


def tables(model: BertForPreTraining) -> tuple[torch.Tensor, torch.Tensor | None]:
    embeddings = model.bert.embeddings
    return embeddings.word_embeddings.weight, embeddings.position_embeddings.weight


def first_heads(model: BertForPreTraining) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    first: Any = model.bert.encoder.layer[0]
    return first.attention.self.query, first.attention.self.key


def scores(model: BertForPreTraining, batch: Batch) -> Scores:
    """The word head runs at the chosen positions only, a fifteenth of the work of running it everywhere."""
    outputs = model.bert(input_ids=batch.ids, attention_mask=batch.attention, token_type_ids=batch.segments)
    hidden = outputs.last_hidden_state.flatten(0, 1)[batch.chosen]
    return Scores(model.cls.predictions(hidden), model.cls.seq_relationship(outputs.pooler_output))
