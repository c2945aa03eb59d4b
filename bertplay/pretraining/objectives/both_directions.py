"""A language model in both directions (Peters et al. 2018): predict every token from all before it and all after it.

The model reads from the left and from the right and never sees the token itself, so it can learn from every token, not just from 15 %.
As much of its context is masked as of BERT's: it knows [MASK] and can be evaluated as BERT is, with several tokens masked.
"""

import numpy as np

from bertplay.pretraining.objectives.masked_words import Chosen, Ids
from bertplay.pretraining.vocabularies import Vocabulary


def all_ordinary(ids: Ids, vocabulary: Vocabulary) -> Chosen:
    """Every token that is not a special token."""
    return np.asarray(ids >= vocabulary.ordinary)
