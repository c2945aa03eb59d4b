"""The nouns: what a page shows and a command prints.

Frozen, free of torch and of Streamlit. Probabilities are shares (0 to 1), information is in bits, arrays are
read-only numpy. `as_json` turns any of them into plain dicts and lists. One lesson
a file; the nouns of the first lesson can be imported from here as well.
"""

from bertplay.results.base import Floats, Token, Truncation, as_json, from_json, read_only
from bertplay.results.masked_word import (
    CandidateWords,
    JointPrediction,
    JointPredictions,
    LeftRightContext,
    MaskedWordPredictions,
    MaskPredictions,
    SentenceSurprisal,
    WordContrast,
    WordPrediction,
    WordScore,
    WordSurprisal,
)

__all__ = [
    "CandidateWords",
    "Floats",
    "JointPrediction",
    "JointPredictions",
    "LeftRightContext",
    "MaskPredictions",
    "MaskedWordPredictions",
    "SentenceSurprisal",
    "Token",
    "Truncation",
    "WordContrast",
    "WordPrediction",
    "WordScore",
    "WordSurprisal",
    "as_json",
    "from_json",
    "read_only",
]
