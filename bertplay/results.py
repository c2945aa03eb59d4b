"""The nouns: what a page shows and a command prints.

Frozen, free of torch and of Streamlit. Probabilities are shares (0 to 1), information is in bits, arrays are
read-only numpy. `as_json` turns any of them into plain dicts and lists.
"""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a tokenized text, as its model writes it.

    start, end       the characters of the original text that it covers; start == end for the special tokens
                     that a model puts around a text, while a [MASK] of the text keeps its place
    continues_word   it carries on the word of the piece before ("##ly", or a byte-level piece without "Ġ")
    is_special       [CLS], [SEP], [MASK], <s>, …; not [UNK], which stands for a word
    """

    text: str
    id: int
    start: int
    end: int
    continues_word: bool
    is_special: bool


@dataclass(frozen=True, slots=True)
class WindowCut:
    """A text was longer than the model's window: `kept` of its `total` pieces, around the masks, were used.

    start, end are the characters of the original text that the model saw.
    """

    kept: int
    total: int
    start: int
    end: int


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


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, closed for writing: a result may be shared between sessions."""
    array.flags.writeable = False
    return array


def as_json(value: Any) -> Any:
    """A result as dicts, lists, numbers and strings, under its own field names."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value
