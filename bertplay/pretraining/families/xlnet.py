"""XLNet (Yang et al. 2019): predict in a random order, with two streams; positions are relative and need no table."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from transformers import XLNetConfig, XLNetLMHeadModel, XLNetTokenizer

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import Scores, albert
from bertplay.pretraining.families.bert import to_predict
from bertplay.pretraining.objectives.full_sentences import full_sentences
from bertplay.pretraining.objectives.masked_words import Chosen, Ids, MaskingRule
from bertplay.pretraining.objectives.next_sentence import Segments
from bertplay.pretraining.objectives.permutation import draw_order, permutation_mask, target_mapping
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.unigram import continues_word, train_unigram, with_special

__all__ = ["continues_word", "to_predict"]

title = "XLNet"
idea = """A permutation language model: 15 % of the tokens are predicted one after the other in a random order, each from the tokens
that were not chosen and those predicted before it. It never sees [MASK]: a second stream knows only the position of the token to predict.
Full sentences, ALBERT's unigram vocabulary (the stock tokenizer, lower-cased), no memory of earlier rows."""
encoding = "unigram_xlnet"
pair_task: str | None = None
model_class = XLNetLMHeadModel
SPECIAL_TOKENS = ["<unk>", "<s>", "</s>", "<cls>", "<sep>", "<pad>", "<mask>", "<eod>", "<eop>"]


def train_vocabulary(texts: Iterable[str], size: int) -> list[tuple[str, float]]:
    """ALBERT's vocabulary, less the least probable tokens, because XLNet has more special tokens."""
    return train_unigram(texts, size - len(albert.SPECIAL_TOKENS))[: size - len(SPECIAL_TOKENS)]


def tokenizer(vocabulary: list[tuple[str, float]], max_tokens: int) -> XLNetTokenizer:
    return XLNetTokenizer(vocab=with_special(SPECIAL_TOKENS, vocabulary), do_lower_case=True, model_max_length=max_tokens)


def row(text: EncodedText, start: int, length: int, single_share: float, rng: np.random.Generator) -> Segments:
    return full_sentences(text, start, length - 2, single_share, rng)


def with_special_tokens(rows: Sequence[Segments], vocabulary: Vocabulary) -> tuple[Ids, Ids]:
    """Rows as text <sep> <cls>, padded to the longest; the segment of <cls> is 2, as the stock tokenizer has it."""
    lengths = [len(row.first) + 2 for row in rows]
    ids = np.full((len(rows), max(lengths)), vocabulary.pad, dtype=np.int64)
    segments = np.zeros_like(ids)
    for i, (one, length) in enumerate(zip(rows, lengths, strict=True)):
        ids[i, : length - 2] = one.first
        ids[i, length - 2 : length] = vocabulary.sep, vocabulary.cls
        segments[i, length - 1] = 2
    return ids, segments


def as_input(ids: Ids, chosen: Chosen, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Ids:
    """The text as it is: which token sees which, the permutation decides."""
    return ids


def prediction_order(chosen: Chosen, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    return draw_order(chosen, rng)


def build(config: PretrainConfig, vocabulary: Vocabulary) -> XLNetLMHeadModel:
    return XLNetLMHeadModel(
        XLNetConfig(
            vocab_size=config.vocabulary,
            d_model=config.hidden,
            n_layer=config.layers,
            n_head=config.heads,
            d_inner=4 * config.hidden,
            dropout=0.0,
            mem_len=None,
            use_mems_eval=False,
            pad_token_id=vocabulary.pad,
        )
    )


def tables(model: XLNetLMHeadModel) -> tuple[torch.Tensor, torch.Tensor | None]:
    return model.transformer.word_embedding.weight, None


def scores(model: XLNetLMHeadModel, batch: Batch) -> Scores:
    """The second stream at the positions to predict; the word head sees nothing else."""
    chosen = torch.zeros_like(batch.ids, dtype=torch.bool)
    chosen.view(-1)[batch.chosen] = True
    mapping, exists = target_mapping(chosen)
    outputs = model.transformer(
        input_ids=batch.ids,
        attention_mask=batch.attention.float(),
        token_type_ids=batch.segments,
        perm_mask=permutation_mask(batch.order),
        target_mapping=mapping,
    )
    return Scores(model.lm_loss(outputs.last_hidden_state[exists]), None)
