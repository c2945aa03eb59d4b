"""ELECTRA (Clark et al. 2020): a small generator replaces tokens, and a discriminator tells for every token whether it was."""

from collections.abc import Iterable
from pathlib import Path

import torch
from torch import nn
from transformers import ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining

from bertplay.pretraining.batches import Batch, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.families import Replaced, Scores
from bertplay.pretraining.families.bert import continues_word, prediction_order, shape, spell, to_predict, tokenizer
from bertplay.pretraining.families.roberta import row
from bertplay.pretraining.objectives.masked_words import mask
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import train_wordpiece

__all__ = ["continues_word", "prediction_order", "row", "spell", "to_predict", "tokenizer", "with_special_tokens"]

title = "ELECTRA"
idea = """Replaced-token detection: a generator of half the depth and half the width, itself a masked language model, fills the chosen
tokens with tokens drawn from its predictions; the discriminator tells for every token of the row whether it was replaced. Both share one
table of tokens, half as wide as the discriminator. The generator is left behind when the training is over: this folder is the
discriminator. The losses and top-1 below are the generator's."""
encoding = "wordpiece"
pair_task: str | None = None
model_class = ElectraForPreTraining
as_input = mask


def train_vocabulary(texts: Iterable[str], size: int) -> dict[str, int]:
    return train_wordpiece(texts, size)


class Electra(nn.Module):
    """Both halves, tied at their table of tokens; what is saved is the discriminator."""

    def __init__(self, generator: ElectraForMaskedLM, discriminator: ElectraForPreTraining) -> None:
        super().__init__()
        self.generator, self.discriminator = generator, discriminator

    @property
    def config(self) -> ElectraConfig:
        return self.discriminator.config

    def save_pretrained(self, folder: Path) -> None:
        self.discriminator.save_pretrained(folder)


def build(config: PretrainConfig, vocabulary: Vocabulary) -> Electra:
    """The generator has half the discriminator's layers and width."""
    names = {"pad_token_id": vocabulary.pad, "embedding_size": config.hidden // 2}
    small = {
        "num_hidden_layers": max(1, config.layers // 2),
        "hidden_size": config.hidden // 2,
        "intermediate_size": 2 * config.hidden,
        "num_attention_heads": max(1, config.heads // 2),
    }
    generator = ElectraForMaskedLM(ElectraConfig(**shape(config) | names | small))
    discriminator = ElectraForPreTraining(ElectraConfig(**shape(config) | names))
    for table in ("word_embeddings", "position_embeddings", "token_type_embeddings"):
        setattr(generator.electra.embeddings, table, getattr(discriminator.electra.embeddings, table))
    generator.generator_lm_head.weight = discriminator.electra.embeddings.word_embeddings.weight
    return Electra(generator, discriminator)


def tables(model: Electra) -> tuple[torch.Tensor, torch.Tensor | None]:
    embeddings = model.discriminator.electra.embeddings
    return embeddings.word_embeddings.weight, embeddings.position_embeddings.weight


def scores(model: Electra, batch: Batch) -> Scores:
    """The generator at the chosen positions, then the discriminator at all tokens, of which those are drawn from the generator."""
    seen = {"attention_mask": batch.visible(), "token_type_ids": batch.segments}
    states = model.generator.electra(input_ids=batch.ids, **seen).last_hidden_state.flatten(0, 1)[batch.chosen]
    words = model.generator.generator_lm_head(model.generator.generator_predictions(states))
    drawn = drawn_from(words.detach(), seed_of(batch))
    ids = batch.ids.flatten().scatter(0, batch.chosen, drawn).view_as(batch.ids)
    replaced = ids != batch.unmasked()
    logits = model.discriminator(input_ids=ids, **seen).logits
    attended = batch.attention.bool()
    return Scores(words, None, replaced=Replaced(logits[attended], replaced[attended]))


def seed_of(batch: Batch) -> int:
    """What is drawn depends on the batch alone, so that a training that is resumed draws what it would have drawn."""
    return int(batch.chosen.sum() + batch.targets.sum())


def drawn_from(logits: torch.Tensor, seed: int) -> torch.Tensor:
    """One token for each row of logits [masked, vocabulary], drawn from its softmax: int64 [masked].

    The largest of the logits with Gumbel noise is such a draw, and cheaper than a cumulative sum over the vocabulary.
    """
    generator = torch.Generator(logits.device).manual_seed(seed)
    noise = torch.empty_like(logits, dtype=torch.float32).exponential_(generator=generator).log_()
    return (logits.float() - noise).argmax(-1)
