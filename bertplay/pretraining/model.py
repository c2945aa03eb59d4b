"""The model: a stock `BertForPreTraining`, its starting point, and the loss of one batch."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForPreTraining

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.config import PretrainConfig


class Scores(NamedTuple):
    """words: [masked, vocabulary] logits at the chosen positions; pairs: [rows, 2] logits, 0 is next."""

    words: torch.Tensor
    pairs: torch.Tensor


def bert_config(config: PretrainConfig) -> BertConfig:
    """The shape as transformers has it.

    No dropout: a text that is hardly seen twice cannot be learned by heart. Attention is written out
    ("eager"), which at these lengths is 1.4 times as fast to train on a CPU as the fused kernel.
    """
    return BertConfig(
        vocab_size=config.vocabulary,
        hidden_size=config.hidden,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        intermediate_size=4 * config.hidden,
        max_position_embeddings=config.max_tokens,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # type: ignore[call-arg]  # a keyword of every config, missing in the stubs
    )


def build_model(config: PretrainConfig, word_vectors: npt.NDArray[np.float32] | None) -> BertForPreTraining:
    """A model at its starting point: word vectors (deviation 1) as word embeddings, sinusoids as positions."""
    torch.manual_seed(config.seed)
    model = BertForPreTraining(bert_config(config))
    embeddings = model.bert.embeddings
    with torch.no_grad():
        if word_vectors is not None:
            embeddings.word_embeddings.weight.copy_(torch.from_numpy(word_vectors) * config.word_deviation)
        waves = sinusoids(config.max_tokens, config.hidden)
        embeddings.position_embeddings.weight.copy_(waves * config.word_deviation / waves.std())
    return model


def sinusoids(positions: int, width: int) -> torch.Tensor:
    """The position vectors of Vaswani et al. (2017), section 3.5: float32 [positions, width]."""
    rates = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))
    angles = torch.arange(positions)[:, None] * rates[None, :]
    return torch.stack([angles.sin(), angles.cos()], dim=-1).reshape(positions, width)


def scores(model: BertForPreTraining, batch: Batch) -> Scores:
    """Run the model; the word head runs at the chosen positions only, a fifteenth of the work of running it everywhere."""
    outputs = model.bert(input_ids=batch.ids, attention_mask=batch.attention, token_type_ids=batch.segments)
    hidden = outputs.last_hidden_state.flatten(0, 1)[batch.chosen]
    return Scores(model.cls.predictions(hidden), model.cls.seq_relationship(outputs.pooler_output))


def losses(model: BertForPreTraining, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross entropy in nats: of the masked words, and of the pairs (0 when the batch has none)."""
    words, pairs = scores(model, batch)
    word_loss = cross_entropy(words.float(), batch.targets)
    has_pairs = bool((batch.next_labels >= 0).any())
    pair_loss = cross_entropy(pairs.float(), batch.next_labels) if has_pairs else words.new_zeros(())
    return word_loss, pair_loss


def autocast_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the processor or the GPU multiplies in it, float32 elsewhere."""
    fast = torch.cuda.is_bf16_supported() if device.type == "cuda" else torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.bfloat16 if fast else torch.float32
