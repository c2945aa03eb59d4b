"""ALBERT (Lan et al. 2020): one layer's weights used by all, a narrow word table, sentence order."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from transformers import AlbertConfig, AlbertForPreTraining, AlbertTokenizer

from bertplay.pretraining.batches import Batch, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import Scores
from bertplay.pretraining.families.bert import prediction_order, shape, to_predict
from bertplay.pretraining.objectives.masked_words import mask
from bertplay.pretraining.objectives.next_sentence import Segments, one_segment
from bertplay.pretraining.objectives.sentence_order import ordered_pair
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.unigram import continues_word, train_unigram, with_special

__all__ = ["as_input", "continues_word", "prediction_order", "to_predict", "with_special_tokens"]

title = "ALBERT"
idea = """Masked tokens as in BERT, and sentence order: two consecutive segments, swapped in half of the pairs. All layers share one set of
weights, and the token embeddings have half the hidden size. A unigram vocabulary."""
encoding = "unigram_albert"
pair_task: str | None = "sentence order"
model_class = AlbertForPreTraining
as_input = mask
SPECIAL_TOKENS = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]


def train_vocabulary(texts: Iterable[str], size: int) -> list[tuple[str, float]]:
    return train_unigram(texts, size - len(SPECIAL_TOKENS))


def tokenizer(vocabulary: list[tuple[str, float]], max_tokens: int) -> AlbertTokenizer:
    return AlbertTokenizer(vocab=with_special(SPECIAL_TOKENS, vocabulary), model_max_length=max_tokens)


def row(text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
    """A pair of segments in one order or the other, or now and then one segment."""
    if rng.random() < single_share:
        return one_segment(text, start, length - 2, rng)
    return ordered_pair(text, start, length - 3, rng)


def build(config: PretrainConfig, vocabulary: Vocabulary) -> AlbertForPreTraining:
    names: dict[str, Any] = {"pad_token_id": vocabulary.pad, "bos_token_id": vocabulary.cls, "eos_token_id": vocabulary.sep}
    narrow = {"embedding_size": config.hidden // 2, "hidden_act": "gelu", "classifier_dropout_prob": 0.0}
    return AlbertForPreTraining(AlbertConfig(**shape(config) | names | narrow))


def tables(model: AlbertForPreTraining) -> tuple[torch.Tensor, torch.Tensor | None]:
    embeddings = model.albert.embeddings
    return embeddings.word_embeddings.weight, embeddings.position_embeddings.weight


def scores(model: AlbertForPreTraining, batch: Batch) -> Scores:
    outputs = model.albert(input_ids=batch.ids, attention_mask=batch.visible(), token_type_ids=batch.segments)
    hidden = outputs.last_hidden_state.flatten(0, 1)[batch.chosen]
    return Scores(model.predictions(hidden), model.sop_classifier(outputs.pooler_output))
