"""Words without context: the input embedding as a table, its neighbours, and sums of words.

Every word has one row there, whatever sentence it stands in. That is what word2vec (Mikolov et al. 2013) and GloVe
had, and all they had.
"""

import re
from collections.abc import Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.results import Floats, Piece
from bertplay.results.embeddings import Term, WordNeighbours
from bertplay.tasks.embeddings import neighbours
from bertplay.tasks.vectors import random_pairs, static_vector, unit
from bertplay.wording import later, mark

MOST_TERMS = 10
MOST_NEIGHBOURS = 50
SIGNS = {"+": 1, "-": -1, "−": -1, "–": -1}


def nearest_words(model: LoadedModel, expression: str, *, top_k: int = 10) -> WordNeighbours:
    """The whole words of the vocabulary nearest to a word or to a sum of words.

    nearest_words(model, "king - man + woman")

    Each word of a sum counts alike, whatever the length of its vector. Ranked by the cosine after the mean of all
    words is taken away: the raw one is beside it.
    """
    if not 1 <= top_k <= MOST_NEIGHBOURS:
        raise BadInput(
            mark("The number of words is out of range."),
            value=top_k,
            remedy=later("Ask for 1 to {most}.", most=MOST_NEIGHBOURS),
        )
    terms = [term(model, word, sign) for word, sign in parsed(expression)]
    ids = [i for i in range(len(model.vocabulary)) if model.is_whole_word(i) and model.vocabulary[i].strip("Ġ▁").isalpha()]
    table = model.word_vectors(ids)
    names = [model.vocabulary[i] for i in ids]
    centre = table.mean(axis=0)
    raw, from_centre = cosines_of_sum(model, terms, table, 0.0), cosines_of_sum(model, terms, table, centre)
    baselines = random_pairs(table), random_pairs(table - centre)
    named = {piece.id for _, pieces in terms for piece in pieces}
    found = neighbours(names, raw, from_centre, [place for place, i in enumerate(ids) if i in named], top_k)
    return WordNeighbours(model.spec.id, expression, tuple(one for one, _ in terms), found, *baselines, len(names))


def cosines_of_sum(model: LoadedModel, terms: Sequence[tuple[Term, Sequence[Piece]]], table: Floats, centre: Floats | float) -> Floats:
    """The cosine of the sum with every row of the table: [rows]."""
    vectors = [one.sign * unit(static_vector(model, [piece.id for piece in pieces]) - centre) for one, pieces in terms]
    cosines: Floats = unit(table - centre) @ unit(np.sum(vectors, axis=0))
    return cosines


def term(model: LoadedModel, word: str, sign: int) -> tuple[Term, tuple[Piece, ...]]:
    """A word and its pieces; BadInput when it cannot be written with the model's pieces."""
    pieces = model.word_pieces(word)
    if not pieces or any(piece.id == model.unknown_id for piece in pieces):
        raise BadInput(mark("This word cannot be written with the pieces of the model."), value=word, remedy=mark("Use another word."))
    return Term(word, sign, tuple(piece.text for piece in pieces)), pieces


def parsed(expression: str) -> list[tuple[str, int]]:
    """ "king - man + woman" -> [("king", 1), ("man", -1), ("woman", 1)]; a hyphen inside a word is no minus."""
    words: list[tuple[str, int]] = []
    sign = 1
    for token in re.split(r"\s+", re.sub(r"\+", " + ", expression).strip()):
        if token in SIGNS:
            sign = SIGNS[token]
        elif token:
            words.append((token, sign))
            sign = 1
    if not words:
        raise BadInput(mark("There is no word."), remedy=mark("Type a word, or a sum such as: king - man + woman"))
    if len(words) > MOST_TERMS:
        raise BadInput(
            mark("This sum is too long."),
            value=later("{n} words", n=len(words)),
            remedy=later("Use at most {most:,}.", most=MOST_TERMS),
        )
    return words
