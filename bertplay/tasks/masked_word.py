"""Guess the masked word: what stands at each mask, each judged alone."""

import math
from collections.abc import Sequence

import numpy as np

from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, MaskedWordGuesses, MaskGuesses, WordGuess
from bertplay.tasks.checks import check_top_k, encode_masked, word_scores
from bertplay.tasks.named_words import score_at_mask


def guess_masked_words(model: LoadedModel, text: str, *, top_k: int = 5, hidden: Sequence[str | None] = ()) -> MaskedWordGuesses:
    """The top k guesses for every mask of a text, in any spelling of the mask.

    hidden   the words that stood at the masks, from left to right; None or "" where nobody knows

    guess_masked_words(model, "The capital of [MASK] is [MASK].", hidden=["France", "Paris"])
    """
    check_top_k(top_k)
    encoding = encode_masked(model, text)
    [at_masks] = word_scores(model, [encoding])
    masks = tuple(
        mask_guesses(model, encoding, index, scores, top_k, hidden[index] if index < len(hidden) else None)
        for index, scores in enumerate(at_masks)
    )
    return MaskedWordGuesses(model.spec.id, text, masks, encoding.cut)


def mask_guesses(model: LoadedModel, encoding: Encoding, index: int, scores: Floats, top_k: int, hidden: str | None) -> MaskGuesses:
    """What log-probabilities [vocabulary] say at one mask."""
    known = score_at_mask(model, encoding, index, scores, [hidden])[0] if hidden else None
    return MaskGuesses(index, best_guesses(model, scores, top_k), entropy_bits(scores), known)


def best_guesses(model: LoadedModel, scores: Floats, top_k: int) -> tuple[WordGuess, ...]:
    """The most probable pieces, as their family writes them, most probable first."""
    import torch

    best, ids = torch.from_numpy(scores).topk(min(top_k, len(scores)))  # a fifth of the time of numpy's argpartition
    return tuple(WordGuess(model.vocabulary[i], math.exp(score)) for i, score in zip(ids.tolist(), best.tolist(), strict=True))


def entropy_bits(scores: Floats) -> float:
    """Shannon's entropy of natural-log probabilities, in bits: four equal chances have 2."""
    logs = scores.astype(np.float64)
    return max(0.0, float(-(np.exp(logs) * logs).sum() / np.log(2)))
