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
from bertplay.pretraining.objectives.masked_words import Chosen, Ids, mask
from bertplay.pretraining.objectives.next_sentence import Segments, one_segment, segment_pair
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import continues_word, spell, train_wordpiece, wordpiece_tokenizer

__all__ = ["as_input", "continues_word", "spell", "tokenizer", "with_special_tokens"]

title = "BERT"
idea = """Both of BERT's tasks: masked tokens (of the chosen tokens, 80 % are masked, 10 % are replaced by a random token, 10 % are kept)
and next sentence (half of the pairs are true, half have a second segment from another document of the same domain)."""
encoding = "wordpiece"
pair_task: str | None = "next sentence"
model_class = BertForPreTraining
as_input = mask
tokenizer = wordpiece_tokenizer


def train_vocabulary(texts: Iterable[str], size: int) -> dict[str, int]:
    return train_wordpiece(texts, size)


def row(text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
    """A pair of segments, or now and then one."""
    if rng.random() < single_share:
        return one_segment(text, start, length - 2, rng)
    return segment_pair(text, start, length - 3, rng)


def to_predict(ids: Ids, chosen: Chosen, vocabulary: Vocabulary) -> Chosen:
    """The chosen tokens."""
    return chosen


def prediction_order(chosen: Chosen, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """All at once."""
    return chosen.astype(np.int64)


def shape(config: PretrainConfig) -> dict[str, Any]:
    """The settings that BERT and its nearest relatives have in common.

    No dropout: a text that is hardly seen twice cannot be overfitted. Attention is written out
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


def scores(model: BertForPreTraining, batch: Batch) -> Scores:
    """The word head runs at the chosen positions only, a fifteenth of the work of running it everywhere."""
    outputs = model.bert(input_ids=batch.ids, attention_mask=batch.visible(), token_type_ids=batch.segments)
    hidden = outputs.last_hidden_state.flatten(0, 1)[batch.chosen]
    pairs = model.cls.seq_relationship(outputs.pooler_output)
    return Scores(model.cls.predictions(hidden), pairs, outputs.last_hidden_state)
