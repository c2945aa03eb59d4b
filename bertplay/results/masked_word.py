"""What the masked word gives: guesses, each mask alone or several together, and words that somebody named."""

from dataclasses import dataclass

from bertplay.results.base import Floats, WindowCut


@dataclass(frozen=True, slots=True)
class WordGuess:
    """One word of the vocabulary and its probability at a mask."""

    word: str
    probability: float


@dataclass(frozen=True, slots=True)
class WordScore:
    """The probability of one named word at a mask.

    pieces       the pieces it is made of; a word of several takes several masks, scored left to right by the
                 chain rule: P(un) · P(##aff | un) · P(##able | un ##aff)
    rank         1 is the first guess; None for a word of several pieces, which no single guess can be
    is_known     False when the word cannot be written without the unknown piece; its probability is then 0
    """

    word: str
    probability: float
    rank: int | None
    pieces: tuple[str, ...]
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class MaskGuesses:
    """What stands at one mask, each mask judged alone.

    index         which mask of the sentence, from 0
    guesses       the top k, most probable first
    entropy_bits  of the distribution over the whole vocabulary: 0 is certain, log2 of its size knows nothing
    hidden        the word that was hidden there, scored; None when nobody knows it
    """

    index: int
    guesses: tuple[WordGuess, ...]
    entropy_bits: float
    hidden: WordScore | None = None


@dataclass(frozen=True, slots=True)
class MaskedWordGuesses:
    """The guesses for every mask of a text. `cut` tells when not all of the text was used."""

    model: str
    text: str
    masks: tuple[MaskGuesses, ...]
    cut: WindowCut | None = None


@dataclass(frozen=True, slots=True)
class JointGuess:
    """One word for each mask, together.

    probability   of the combination under the chain rule, masks filled from left to right
    alone         the product of the same words' probabilities with each mask judged alone
    """

    words: tuple[str, ...]
    probability: float
    alone: float


@dataclass(frozen=True, slots=True)
class JointGuesses:
    """The best combinations for several masks, found by a beam search of `beam` candidates."""

    model: str
    text: str
    combinations: tuple[JointGuess, ...]
    beam: int


@dataclass(frozen=True, slots=True)
class NamedWords:
    """The words a reader named, scored at one mask, most probable first."""

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
class SidedGuesses:
    """The same mask seen from the left context only, the right only, and both."""

    model: str
    text: str
    left: MaskGuesses
    right: MaskGuesses
    both: MaskGuesses


@dataclass(frozen=True, slots=True)
class WordSurprise:
    """One word of a sentence, hidden while all others are seen.

    bits    -log2 of its probability (a word of several pieces: by the chain rule)
    guess   what the model would have said there
    start, end are characters of the sentence
    """

    word: str
    start: int
    end: int
    bits: float
    pieces: int
    guess: WordGuess


@dataclass(frozen=True, slots=True)
class SentenceSurprise:
    """Every word of a sentence hidden in turn.

    pseudo_perplexity   2 to the mean bits a piece (Salazar et al. 2020, with the pieces of one word hidden
                        left to right as in Kauf and Ivanova 2023); 1 is a text without surprise
    """

    model: str
    text: str
    words: tuple[WordSurprise, ...]
    pseudo_perplexity: float
    cut: WindowCut | None = None
