"""A language model in both directions (Peters et al. 2018): guess every piece from all before it and all after it.

The model reads from the left and from the right and never sees the piece itself, so every piece can be asked, not just 15 %.
Of its context as many pieces are hidden as BERT's: asked the way BERT is asked, with several pieces hidden, it knows [MASK].
"""

import numpy as np

from bertplay.pretraining.objectives.masked_words import Chosen, Ids
from bertplay.pretraining.vocabularies import Vocabulary


def asked_everywhere(ids: Ids, vocabulary: Vocabulary) -> Chosen:
    """Every piece that is not a special token."""
    return np.asarray(ids >= vocabulary.ordinary)
