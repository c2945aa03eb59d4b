"""How probable is a word that the reader names?

A word that is one piece has its probability at the mask. A word of several pieces gets as many masks, filled from
left to right: P(un ##aff ##able) = P(un | 3 masks) · P(##aff | un, 2 masks) · P(##able | un ##aff, 1 mask). The
number of masks tells the model the length of the word, so words of different lengths compare only roughly.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import Floats, NamedWords, Piece, WordScore
from bertplay.tasks.checks import check_mask_index, encode_masked, widen_mask, word_scores
from bertplay.wording import later, mark

Pieces = tuple[Piece, ...]

MAX_WORDS = 50
MAX_PIECES = 20  # of one word; each piece is a row of the forward pass


@dataclass(frozen=True, slots=True)
class Spelled:
    """A named word, its pieces, and whether the vocabulary can write it at all."""

    word: str
    pieces: Pieces
    is_known: bool


def score_words(model: LoadedModel, text: str, words: Sequence[str], *, mask_index: int = 0) -> NamedWords:
    """Score the named words at one mask; the other masks stay masks.

    score_words(model, "The soup is too [MASK].", ["hot", "constitution"])
    """
    encoding = encode_masked(model, text)
    check_mask_index(encoding, mask_index)
    if not 1 <= len(words) <= MAX_WORDS:
        remedy = later("Name 1 to {most} words, with commas between.", most=MAX_WORDS)
        raise BadInput(mark("The number of words is out of range."), value=len(words), remedy=remedy)
    [at_masks] = word_scores(model, [encoding])
    scores = score_at_mask(model, encoding, mask_index, at_masks[mask_index], words)
    return NamedWords(model.spec.id, text, mask_index, tuple(sorted(scores, key=lambda score: -score.probability)))


def score_at_mask(model: LoadedModel, encoding: Encoding, mask_index: int, alone: Floats, words: Sequence[str]) -> list[WordScore]:
    """The scores of words in the order they are named; `alone` are the log-probabilities [vocabulary] at their mask."""
    spelled = [spell(model, word) for word in words]
    logs = chain_logs(model, encoding, mask_index, [s.pieces for s in spelled if s.is_known and len(s.pieces) > 1])
    return [as_score(word, alone, logs) for word in spelled]


def as_score(spelled: Spelled, alone: Floats, logs: Mapping[Pieces, float]) -> WordScore:
    """The score of one word: from the mask itself, or from the chain of its pieces."""
    pieces = tuple(piece.text for piece in spelled.pieces)
    if not spelled.is_known:
        return WordScore(spelled.word, 0.0, None, pieces, is_known=False)
    if len(pieces) > 1:
        return WordScore(spelled.word, math.exp(logs[spelled.pieces]), None, pieces)
    log = alone[spelled.pieces[0].id]
    return WordScore(spelled.word, float(np.exp(log)), 1 + int((alone > log).sum()), pieces)


def spell(model: LoadedModel, word: str) -> Spelled:
    """Cut a named word into pieces; raises BadInput when nothing is left of it or it is absurdly long."""
    pieces = model.word_pieces(word.strip())
    if not pieces or any(piece.is_special for piece in pieces):
        raise BadInput(mark("This is not a word."), value=word, remedy=mark("Name ordinary words, with commas between."))
    if len(pieces) > MAX_PIECES:
        remedy = later("Name words of at most {most} pieces.", most=MAX_PIECES)
        raise BadInput(later("This word takes {n} pieces.", n=len(pieces)), value=word, remedy=remedy)
    return Spelled(word, pieces, all(piece.id != model.unknown_id for piece in pieces))


def chain_logs(model: LoadedModel, encoding: Encoding, mask_index: int, words: Iterable[Pieces]) -> dict[Pieces, float]:
    """The natural logarithm of each word's probability, the sum over its pieces; all in one call of forward."""
    chains = {word: chain_rows(model, encoding, mask_index, word) for word in words}
    rows = [row for chain in chains.values() for row in chain]
    scores = iter(word_scores(model, [row for row, _ in rows], tuple((place,) for _, place in rows)))
    return {word: sum(float(next(scores)[0, piece.id]) for piece in word) for word in chains}


def chain_rows(model: LoadedModel, encoding: Encoding, mask_index: int, word: Pieces) -> list[tuple[Encoding, int]]:
    """One row for each piece: the pieces before it shown, it and those after it hidden; and the place of the piece."""
    widened = model.encode(widen_mask(model, encoding.text, mask_index, len(word)))
    places = widened.masks[mask_index : mask_index + len(word)]
    return [(widened.with_pieces(dict(zip(places[:n], word[:n], strict=True)), model.mask_id), place) for n, place in enumerate(places)]
