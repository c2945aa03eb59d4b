"""Predictions for masked words: each mask alone, several jointly, and for candidate words."""

from dataclasses import dataclass

from bertplay.results.base import Floats, Truncation


@dataclass(frozen=True, slots=True)
class WordPrediction:
    """One word of the vocabulary and its probability at a mask."""

    word: str
    probability: float


@dataclass(frozen=True, slots=True)
class WordScore:
    """The probability of one candidate word at a mask.

    tokens       its tokens; a word of several takes several masks, scored left to right by the
                 chain rule: P(un) · P(##aff | un) · P(##able | un ##aff)
    rank         1 is the top prediction; None for a word of several tokens, which no single prediction can be
    is_known     False when the word cannot be written without the unknown token; its probability is then 0
    """

    word: str
    probability: float
    rank: int | None
    tokens: tuple[str, ...]
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class MaskPredictions:
    """The predictions for one mask, each mask predicted alone.

    index         which mask of the sentence, from 0
    guesses       the top k, most probable first
    entropy_bits  of the distribution over the whole vocabulary: 0: certain, log2 of its size: uniform
    hidden        the word that was hidden there, scored; None when it is unknown
    """

    index: int
    guesses: tuple[WordPrediction, ...]
    entropy_bits: float
    hidden: WordScore | None = None


@dataclass(frozen=True, slots=True)
class MaskedWordPredictions:
    """The predictions for every mask of a text. `cut`: whether the text was truncated."""

    model: str
    text: str
    masks: tuple[MaskPredictions, ...]
    cut: Truncation | None = None


@dataclass(frozen=True, slots=True)
class JointPrediction:
    """One word for each mask, together.

    probability   of the combination under the chain rule, masks filled from left to right
    alone         the product of the same words' probabilities with each mask predicted alone
    """

    words: tuple[str, ...]
    probability: float
    alone: float


@dataclass(frozen=True, slots=True)
class JointPredictions:
    """The best combinations for several masks, found by a beam search of `beam` candidates."""

    model: str
    text: str
    combinations: tuple[JointPrediction, ...]
    beam: int


@dataclass(frozen=True, slots=True)
class CandidateWords:
    """Candidate words, scored at one mask, most probable first."""

    model: str
    text: str
    mask_index: int
    words: tuple[WordScore, ...]


@dataclass(frozen=True, slots=True)
class WordContrast:
    """The same mask in two sentences, over the whole vocabulary.

    words          [vocabulary] whole words only, no continuations, no special tokens
    first, second  [vocabulary] float32 log2 probabilities in the first and the second sentence
    differing      indices of the words whose probability changes most, weighted by how probable they are
    """

    model: str
    first_text: str
    second_text: str
    words: tuple[str, ...]
    first: Floats
    second: Floats
    differing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftRightContext:
    """The same mask seen from the left context only, the right only, and both."""

    model: str
    text: str
    left: MaskPredictions
    right: MaskPredictions
    both: MaskPredictions


@dataclass(frozen=True, slots=True)
class WordSurprisal:
    """One word of a sentence, hidden while all others are seen.

    bits    -log2 of its probability (a word of several tokens: by the chain rule)
    prediction   the model's own prediction there
    start, end are characters of the sentence
    """

    word: str
    start: int
    end: int
    bits: float
    tokens: int
    prediction: WordPrediction


@dataclass(frozen=True, slots=True)
class SentenceSurprisal:
    """Every word of a sentence hidden in turn.

    pseudo_perplexity   2 to the mean bits a token (Salazar et al. 2020, with the tokens of one word hidden
                        left to right as in Kauf and Ivanova 2023); 1 is a text that the model predicts with certainty
    """

    model: str
    text: str
    words: tuple[WordSurprisal, ...]
    pseudo_perplexity: float
    cut: Truncation | None = None
