"""A family's model at its starting point, and the loss of one batch."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.families import Family
from bertplay.pretraining.masked_loss import masked_cross_entropy
from bertplay.pretraining.positions import sinusoids
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
            positions.copy_(waves * config.word_deviation / waves.std())
    return model


@dataclass(frozen=True, slots=True)
class Start:
    """What a training begins with, instead of random weights.

    word_vectors   float32 [vocabulary, width], deviation 1, for the word table
    model          a whole pretrained model; `source` is what the record of the training says of it
    reference      an encoder that is not trained: `keep_vectors` is the weight of the distance to its vectors
    """

    word_vectors: npt.NDArray[np.float32] | None = None
    model: Any = None
    source: dict[str, Any] | None = None
    reference: Any = None


class Losses(NamedTuple):
    """words, pairs: cross entropy in nats; pairs is 0 when the batch or the family has none.

    vectors: 1 - cosine between this encoder's mean vectors and those of the reference encoder; 0 without one.
    replaced: cross entropy in nats of replaced-token detection; 0 for all families but ELECTRA.
    """

    words: torch.Tensor
    pairs: torch.Tensor
    vectors: torch.Tensor
    replaced: torch.Tensor


def losses(family: Family, model: Any, batch: Batch, reference: Any = None, whole: Batch | None = None) -> Losses:
    """The losses of one batch; `reference` is the encoder whose sentence vectors are preserved.

    Of a part of the batch `whole`, its share of the losses: those of all parts add up to those of the whole.
    """
    words, pairs, hidden, replaced = family.scores(model, batch)
    whole = whole or batch
    word_loss = masked_cross_entropy(words, batch.targets) * (len(batch.targets) / max(1, len(whole.targets)))
    zero = word_loss.new_zeros(())
    vector_loss = zero
    if reference is not None and hidden is not None:
        vector_loss = vector_distance(hidden, reference, batch) * (len(batch.ids) / len(whole.ids))
    if replaced is not None:
        share = batch.attention.sum() / whole.attention.sum()
        detection = binary_cross_entropy_with_logits(replaced.logits.float(), replaced.labels.float())
        return Losses(word_loss, zero, vector_loss, detection * share)
    if pairs is None:
        return Losses(word_loss, zero, vector_loss, zero)
    # Divided by hand: asking whether there is any pair would make a GPU and its processor wait for each other.
    count = (whole.next_labels >= 0).sum().clamp(min=1)
    return Losses(word_loss, cross_entropy(pairs.float(), batch.next_labels, reduction="sum") / count, vector_loss, zero)


def vector_distance(hidden: torch.Tensor, reference: Any, batch: Batch) -> torch.Tensor:
    """1 - cosine between the mean of the hidden states of each row as masked and what `reference` makes of the row unmasked."""
    with torch.no_grad():
        kept = reference(input_ids=batch.unmasked(), attention_mask=batch.visible(), token_type_ids=batch.segments).last_hidden_state
    ours, theirs = (mean_pooled(states, batch.attention) for states in (hidden, kept))
    return (1.0 - torch.cosine_similarity(ours, theirs, dim=1)).mean()


def mean_pooled(states: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
    """float32 [rows, width]: the mean of [rows, length, width] over the tokens that are not padding."""
    weights = attention[:, :, None].to(states.dtype)
    return ((states * weights).sum(1) / weights.sum(1)).float()


def autocast_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the processor or the GPU multiplies in it, float32 elsewhere."""
    fast = torch.cuda.is_bf16_supported() if device.type == "cuda" else torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.bfloat16 if fast else torch.float32
