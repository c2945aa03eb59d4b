"""How probable is a word that the reader names?

A word that is one piece has its probability at the mask. A word of several pieces gets as many masks, filled from
left to right: P(un ##aff ##able) = P(un | 3 masks) · P(##aff | un, 2 masks) · P(##able | un ##aff, 1 mask). The
number of masks tells the model the length of the word, so words of different lengths compare only roughly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, NamedWords, Piece, WordScore
from bertplay.tasks.checks import check_mask_index, encode_masked, widen_mask, word_scores

MAX_WORDS = 50
MAX_PIECES = 20  # of one word; each piece is a row of the forward pass


@dataclass(frozen=True, slots=True)
class Spelled:
    """A named word, its pieces, and whether the vocabulary can write it at all."""

    word: str
    pieces: tuple[Piece, ...]
    is_known: bool


def score_words(model: LoadedModel, text: str, words: Sequence[str], *, mask_index: int = 0) -> NamedWords:
    """Score the named words at one mask; the other masks stay masks.

    score_words(model, "The soup is too [MASK].", ["hot", "constitution"])
    """
    encoding = encode_masked(model, text)
    check_mask_index(encoding, mask_index)
    if not 1 <= len(words) <= MAX_WORDS:
        raise BadInput(
            "The number of words is out of range.", value=len(words), remedy=f"Name 1 to {MAX_WORDS} words, with commas between."
        )
    [at_masks] = word_scores(model, [encoding])
    scores = [score_word(model, encoding, mask_index, at_masks[mask_index], word) for word in words]
    return NamedWords(model.spec.id, text, mask_index, tuple(sorted(scores, key=lambda score: -score.probability)))


def score_word(model: LoadedModel, encoding: Encoding, mask_index: int, alone: Floats, word: str) -> WordScore:
    """The score of one word; `alone` are the log-probabilities [vocabulary] at its mask."""
    spelled = spell(model, word)
    pieces = tuple(piece.text for piece in spelled.pieces)
    if not spelled.is_known:
        return WordScore(word, 0.0, None, pieces, is_known=False)
    if len(pieces) > 1:
        logs = chain_logs(model, encoding, mask_index, spelled.pieces)
        return WordScore(word, math.exp(sum(logs)), None, pieces)
    log = alone[spelled.pieces[0].id]
    return WordScore(word, float(np.exp(log)), 1 + int((alone > log).sum()), pieces)


def spell(model: LoadedModel, word: str) -> Spelled:
    """Cut a named word into pieces; raises BadInput when nothing is left of it or it is absurdly long."""
    pieces = model.word_pieces(word.strip())
    if not pieces or any(piece.is_special for piece in pieces):
        raise BadInput("This is not a word.", value=word, remedy="Name ordinary words, with commas between.")
    if len(pieces) > MAX_PIECES:
        raise BadInput(f"This word takes {len(pieces)} pieces.", value=word, remedy=f"Name words of at most {MAX_PIECES} pieces.")
    return Spelled(word, pieces, all(piece.id != model.unknown_id for piece in pieces))


def chain_logs(model: LoadedModel, encoding: Encoding, mask_index: int, pieces: Sequence[Piece]) -> list[float]:
    """The natural logarithm of each factor of the chain rule, from one forward pass with a row for each piece."""
    widened = model.encode(widen_mask(model, encoding.text, mask_index, len(pieces)))
    places = widened.masks[mask_index : mask_index + len(pieces)]
    rows = [widened.with_pieces(dict(zip(places[:n], pieces[:n], strict=True)), model.mask_id) for n in range(len(pieces))]
    scores = word_scores(model, rows, tuple((place,) for place in places))
    return [float(at_place[0, piece.id]) for at_place, piece in zip(scores, pieces, strict=True)]
