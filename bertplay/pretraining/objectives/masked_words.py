"""Masked language modelling: mask some tokens, predict them.

Of the tokens chosen, 80 % become [MASK], 10 % a random token and 10 % stay as they are (Devlin et al. 2019,
section 3.1). The model must predict all of them, so it can trust no token it sees, and later works on text
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
    """How many tokens are chosen, and what becomes of them."""

    rate: float = 0.15
    to_mask: float = 0.8
    to_random: float = 0.1


ALL_MASKED = MaskingRule(to_mask=1.0, to_random=0.0)  # for evaluation: no token gives itself away


def choose(ids: Ids, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Chosen:
    """Which tokens must be predicted."""
    return (rng.random(ids.shape) < rule.rate) & (ids >= vocabulary.ordinary)


def mask(ids: Ids, chosen: Chosen, vocabulary: Vocabulary, rule: MaskingRule, rng: np.random.Generator) -> Ids:
    """A copy of ids in which each chosen token is masked, replaced by a random one, or kept."""
    draws = rng.random(ids.shape)
    masked = ids.copy()
    masked[chosen & (draws < rule.to_mask)] = vocabulary.mask
    random = chosen & (draws >= rule.to_mask) & (draws < rule.to_mask + rule.to_random)
    masked[random] = rng.integers(vocabulary.ordinary, vocabulary.size, size=int(random.sum()))
    return masked
