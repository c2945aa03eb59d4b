"""A family's model at its starting point, and the loss of one batch."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy

from bertplay.errors import PretrainingError
from bertplay.pretraining.batches import Batch
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.families import Family
from bertplay.pretraining.positions import look_at_neighbours, sinusoids
from bertplay.pretraining.vocabularies import Vocabulary


def build_model(family: Family, config: PretrainConfig, vocabulary: Vocabulary, word_vectors: npt.NDArray[np.float32] | None) -> Any:
    """A model at its starting point: word vectors (deviation 1) as word embeddings, sinusoids as positions."""
    torch.manual_seed(config.seed)
    model = family.build(config, vocabulary)
    words, positions = family.tables(model)
    with torch.no_grad():
        if word_vectors is not None:
            words.copy_(torch.from_numpy(word_vectors) * config.word_deviation)
        if positions is not None:
            waves = sinusoids(*positions.shape)
            positions.copy_(waves * config.position_deviation / waves.std())
    if config.neighbour_heads:
        look_at_neighbours(*heads_of(family, model), config.heads)
    return model


def heads_of(family: Family, model: Any) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    """Queries and keys of the first layer."""
    heads = family.first_heads(model)
    if heads is None:
        remedy = "Leave --neighbour-heads out."
        raise PretrainingError("This family's heads cannot start as looking at neighbours.", value=family.title, remedy=remedy)
    return heads


def losses(family: Family, model: Any, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross entropy in nats: of the guessed pieces, and of the pairs (0 when the batch or the family has none)."""
    words, pairs = family.scores(model, batch)
    word_loss = cross_entropy(words.float(), batch.targets)
    if pairs is None:
        return word_loss, word_loss.new_zeros(())
    # Divided by hand: asking whether there is any pair would make a GPU and its processor wait for each other.
    asked = (batch.next_labels >= 0).sum().clamp(min=1)
    return word_loss, cross_entropy(pairs.float(), batch.next_labels, reduction="sum") / asked


def autocast_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the processor or the GPU multiplies in it, float32 elsewhere."""
    fast = torch.cuda.is_bf16_supported() if device.type == "cuda" else torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.bfloat16 if fast else torch.float32
