"""The masked language model's task: hide some pieces, guess them.

Of the pieces chosen, 80 % become [MASK], 10 % a random piece and 10 % stay as they are (Devlin et al. 2019,
section 3.1). The model must guess all of them, so it can trust no piece it sees, and later works on text
without any [MASK].
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bertplay.pretraining.vocabularies import Vocabulary

Ids = npt.NDArray[np.int64]  # [rows, length]
Chosen = npt.NDArray[np.bool_]  # [rows, length]


@dataclass(frozen=True, slots=True)
class MaskingRule:
    """How to choose pieces, and what becomes of them."""

    rate: float = 0.15
    to_mask: float = 0.8
    to_random: float = 0.1
    whole_words: bool = False


EVERY_CHOSEN_HIDDEN = MaskingRule(to_mask=1.0, to_random=0.0)  # how a model is examined: no piece gives itself away


def choose(ids: Ids, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Chosen:
    """Which pieces must be guessed.

    With `whole_words` a word is chosen with all its pieces or not at all: un ##aff ##able -> [MASK] [MASK] [MASK].
    """
    draws = rng.random(ids.shape)
    if rule.whole_words:
        is_start = ~vocabulary.continues[ids]
        is_start[:, 0] = True
        start_of = np.maximum.accumulate(np.where(is_start, np.arange(ids.shape[1]), 0), axis=1)
        draws = np.take_along_axis(draws, start_of, axis=1)
    return (draws < rule.rate) & (ids >= vocabulary.ordinary)


def hide(ids: Ids, chosen: Chosen, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Ids:
    """A copy of ids in which the chosen pieces met their fate: [MASK], a random piece, or nothing."""
    fate = rng.random(ids.shape)
    hidden = ids.copy()
    hidden[chosen & (fate < rule.to_mask)] = vocabulary.mask
    random = chosen & (fate >= rule.to_mask) & (fate < rule.to_mask + rule.to_random)
    hidden[random] = rng.integers(vocabulary.ordinary, vocabulary.size, size=int(random.sum()))
    return hidden
