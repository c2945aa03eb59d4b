"""Two sentences against each other: the same mask, over the whole vocabulary."""

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import WordContrast, read_only
from bertplay.tasks.checks import encode_masked, word_scores

MAX_DIFFERING = 50


def contrast_sentences(model: LoadedModel, first_text: str, second_text: str) -> WordContrast:
    """Compare the predictions at the single mask of each of two sentences.

    contrast_sentences(model, "In Texas they like to buy [MASK].", "In Maine they like to buy [MASK].")
    """
    encodings = [encode_with_one_mask(model, text) for text in (first_text, second_text)]
    ids = [i for i in range(len(model.vocabulary)) if model.is_whole_word(i)]
    first, second = (scores[ids] / np.float32(np.log(2)) for [scores] in word_scores(model, encodings))
    weight = np.maximum(np.exp2(first), np.exp2(second)) * np.abs(first - second)
    differing = tuple(np.argsort(-weight, kind="stable")[:MAX_DIFFERING].tolist())
    words = tuple(model.vocabulary[i] for i in ids)
    return WordContrast(model.spec.id, first_text, second_text, words, read_only(first), read_only(second), differing)


def encode_with_one_mask(model: LoadedModel, text: str) -> Encoding:
    """The encoding of a sentence with exactly one mask."""
    encoding = encode_masked(model, text)
    if len(encoding.masks) != 1:
        problem = N_("Each of the two sentences needs exactly one mask.")
        raise BadInput(problem, value=text, remedy=N_("Hide one word in each."))
    return encoding
