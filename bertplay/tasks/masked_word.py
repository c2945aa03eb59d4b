"""Masked-word prediction: each mask on its own."""

import math
from collections.abc import Sequence

import numpy as np

from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, MaskedWordPredictions, MaskPredictions, WordPrediction
from bertplay.tasks.candidate_words import score_at_mask
from bertplay.tasks.checks import check_top_k, encode_masked, word_scores


def predict_masked_words(model: LoadedModel, text: str, *, top_k: int = 5, hidden: Sequence[str | None] = ()) -> MaskedWordPredictions:
    """The top k predictions for every mask of a text, in any spelling of the mask.

    hidden   the words that were at the masks, from left to right; None or "" where unknown

    predict_masked_words(model, "The capital of [MASK] is [MASK].", hidden=["France", "Paris"])
    """
    check_top_k(top_k)
    encoding = encode_masked(model, text)
    [at_masks] = word_scores(model, [encoding])
    masks = tuple(
        mask_predictions(model, encoding, index, scores, top_k, hidden[index] if index < len(hidden) else None)
        for index, scores in enumerate(at_masks)
    )
    return MaskedWordPredictions(model.spec.id, text, masks, encoding.cut)


def mask_predictions(model: LoadedModel, encoding: Encoding, index: int, scores: Floats, top_k: int, hidden: str | None) -> MaskPredictions:
    """The predictions at one mask, from log-probabilities [vocabulary]."""
    known = score_at_mask(model, encoding, index, scores, [hidden])[0] if hidden else None
    return MaskPredictions(index, top_predictions(model, scores, top_k), entropy_bits(scores), known)


def top_predictions(model: LoadedModel, scores: Floats, top_k: int) -> tuple[WordPrediction, ...]:
    """The most probable tokens, as their family writes them, most probable first."""
    import torch

    best, ids = torch.from_numpy(scores).topk(min(top_k, len(scores)))  # a fifth of the time of numpy's argpartition
    return tuple(WordPrediction(model.vocabulary[i], math.exp(score)) for i, score in zip(ids.tolist(), best.tolist(), strict=True))


def entropy_bits(scores: Floats) -> float:
    """Shannon's entropy of natural-log probabilities, in bits: four equally probable words have 2."""
    logs = scores.astype(np.float64)
    return max(0.0, float(-(np.exp(logs) * logs).sum() / np.log(2)))
