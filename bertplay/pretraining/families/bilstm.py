"""A bidirectional LSTM language model, as in ELMo (Peters et al. 2018): what BERT was compared with."""

from typing import Any

import numpy as np
import torch

from bertplay.bilstm import BiLSTMConfig, BiLSTMForMaskedWords
from bertplay.pretraining.batches import Batch, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import Scores
from bertplay.pretraining.families.bert import prediction_order, tokenizer, train_vocabulary
from bertplay.pretraining.objectives.both_directions import all_ordinary
from bertplay.pretraining.objectives.full_sentences import full_sentences
from bertplay.pretraining.objectives.masked_words import Chosen, Ids, mask
from bertplay.pretraining.objectives.next_sentence import Segments
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import continues_word, spell

__all__ = ["as_input", "continues_word", "prediction_order", "spell", "tokenizer", "train_vocabulary", "with_special_tokens"]

title = "BiLSTM"
idea = """A language model in both directions: two LSTMs, one reading from the left and one from the right, each with half as many layers as
BERT. Every token is predicted from the concatenated states of its two neighbours.
As many tokens of its text are masked as of BERT's."""
encoding = "wordpiece"
pair_task: str | None = None
model_class = BiLSTMForMaskedWords
as_input = mask


def row(text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
    return full_sentences(text, start, length - 2, single_share, rng)


def to_predict(ids: Ids, chosen: Chosen, vocabulary: Vocabulary) -> Chosen:
    return all_ordinary(ids, vocabulary)


def build(config: PretrainConfig, vocabulary: Vocabulary) -> BiLSTMForMaskedWords:
    layers = max(1, config.layers // 2)
    return BiLSTMForMaskedWords(BiLSTMConfig(config.vocabulary, config.hidden, layers, config.max_tokens, vocabulary.pad))


def tables(model: BiLSTMForMaskedWords) -> tuple[torch.Tensor, torch.Tensor | None]:
    return model.words.weight, None


def scores(model: Any, batch: Batch) -> Scores:
    between = model.between(model.run_layers(batch.ids, batch.attention)[-1], batch.attention)
    return Scores(model.word_logits(between.flatten(0, 1)[batch.chosen]), None)
