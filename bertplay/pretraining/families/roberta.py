"""RoBERTa (Liu et al. 2019): BERT without next sentence, on full sentences, with a byte-level vocabulary."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from tokenizers import AddedToken
from transformers import RobertaConfig, RobertaForMaskedLM, RobertaTokenizer

from bertplay.pretraining.batches import Batch, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import Scores
from bertplay.pretraining.families.bert import prediction_order, shape, to_predict
from bertplay.pretraining.objectives.full_sentences import full_sentences
from bertplay.pretraining.objectives.masked_words import mask
from bertplay.pretraining.objectives.next_sentence import Segments
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.byte_bpe import continues_word, train_byte_bpe

__all__ = ["as_input", "continues_word", "prediction_order", "to_predict", "with_special_tokens"]

title = "RoBERTa"
idea = """Masked tokens as in BERT (15 % are chosen; of these, 80 % become `<mask>`, 10 % are replaced by a random token, 10 % are kept),
and no next sentence. The mask is sampled again each time a sentence is seen, as for every model here. Rows are full of
sentences and continue across the ends of documents. The byte-level vocabulary is cased."""
encoding = "byte_bpe"
pair_task: str | None = None
model_class = RobertaForMaskedLM
as_input = mask


def train_vocabulary(texts: Iterable[str], size: int) -> dict[str, Any]:
    return train_byte_bpe(texts, size)


def tokenizer(vocabulary: dict[str, Any], max_tokens: int) -> RobertaTokenizer:
    """The stock tokenizer; its mask takes the space before it, which belongs to the masked word."""
    merges: Any = [tuple(merge) for merge in vocabulary["merges"]]
    mask: Any = AddedToken("<mask>", lstrip=True, special=True)
    return RobertaTokenizer(vocab=vocabulary["vocab"], merges=merges, mask_token=mask, model_max_length=max_tokens)


def row(text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
    return full_sentences(text, start, length - 2, single_share, rng)


def build(config: PretrainConfig, vocabulary: Vocabulary) -> RobertaForMaskedLM:
    """Positions begin after the id of the padding, as in RoBERTa: two of them are never used."""
    names = {"pad_token_id": vocabulary.pad, "bos_token_id": vocabulary.cls, "eos_token_id": vocabulary.sep, "type_vocab_size": 1}
    positions = config.max_tokens + vocabulary.pad + 1
    return RobertaForMaskedLM(RobertaConfig(**shape(config) | names | {"max_position_embeddings": positions}))


def tables(model: RobertaForMaskedLM) -> tuple[torch.Tensor, torch.Tensor | None]:
    embeddings = model.roberta.embeddings
    return embeddings.word_embeddings.weight, embeddings.position_embeddings.weight


def scores(model: RobertaForMaskedLM, batch: Batch) -> Scores:
    outputs = model.roberta(input_ids=batch.ids, attention_mask=batch.visible())
    return Scores(model.lm_head(outputs.last_hidden_state.flatten(0, 1)[batch.chosen]), None)
