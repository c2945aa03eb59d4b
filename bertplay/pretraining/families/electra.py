"""ELECTRA (Clark et al. 2020): a small generator replaces tokens, and a discriminator tells for every token whether it was."""

from collections.abc import Iterable
from pathlib import Path

import torch
from torch import nn
from transformers import BertConfig, BertForPreTraining, ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining

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
idea = """Replaced-token detection: a generator, itself a masked language model, replaces the chosen tokens by tokens sampled from its
predictions. For every token of the row, the discriminator predicts whether it was replaced. Only the discriminator is in this folder:
the generator is not needed after training. The loss and the top-1 accuracy below are the generator's."""
encoding = "wordpiece"
pair_task: str | None = None
model_class = ElectraForPreTraining
as_input = mask


def train_vocabulary(texts: Iterable[str], size: int) -> dict[str, int]:
    return train_wordpiece(texts, size)


class Electra(nn.Module):
    """Both halves; what is saved is the discriminator."""

    def __init__(self, generator: ElectraForMaskedLM, discriminator: ElectraForPreTraining) -> None:
        super().__init__()
        self.generator, self.discriminator = generator, discriminator

    @property
    def config(self) -> ElectraConfig:
        return self.discriminator.config

    def save_pretrained(self, folder: Path) -> None:
        self.discriminator.save_pretrained(folder)


def build(config: PretrainConfig, vocabulary: Vocabulary) -> Electra:
    """The generator has half the discriminator's layers and width; both share one table of tokens, as wide as the generator."""
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


def build_from(encoder: BertForPreTraining, layers: int, generator: BertForPreTraining) -> Electra:
    """A discriminator with the lowest layers of a BERT and a new head; the generator is a trained BERT, which is not trained further.

    The encoders of BERT and ELECTRA have the same weights under the same names, and so has the head for masked tokens, but for two names.
    The first matrix of the new head starts as the identity: it reads the hidden states from the first step on.
    """
    discriminator = ElectraForPreTraining(electra_config(encoder.config, layers))
    wanted = discriminator.electra.state_dict()
    discriminator.electra.load_state_dict({name: tensor for name, tensor in encoder.bert.state_dict().items() if name in wanted})
    torch.nn.init.eye_(discriminator.discriminator_predictions.dense.weight)
    fixed = ElectraForMaskedLM(electra_config(generator.config, generator.config.num_hidden_layers))
    fixed.electra.load_state_dict({name: t for name, t in generator.bert.state_dict().items() if not name.startswith("pooler.")})
    fixed.generator_predictions.load_state_dict(generator.cls.predictions.transform.state_dict())
    with torch.no_grad():
        fixed.generator_lm_head.bias.copy_(generator.cls.predictions.bias)
    return Electra(fixed.requires_grad_(False), discriminator)


def electra_config(bert: BertConfig, layers: int) -> ElectraConfig:
    """The shape of a BERT, without dropout, as ELECTRA's configuration has it."""
    names = ("vocab_size", "hidden_size", "num_attention_heads", "intermediate_size", "hidden_act", "max_position_embeddings")
    same = {name: getattr(bert, name) for name in (*names, "type_vocab_size", "layer_norm_eps", "pad_token_id")}
    ours = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "attn_implementation": "eager"}
    return ElectraConfig(**same | ours, num_hidden_layers=layers, embedding_size=bert.hidden_size)


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
