"""Words without context: the input embedding as a table, its neighbours, and sums of words.

Every word has one row there, whatever sentence it occurs in. That is what word2vec (Mikolov et al. 2013) and GloVe
had, and all they had.
"""

import re
from collections.abc import Sequence

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import LoadedModel
from bertplay.results import Floats, Token
from bertplay.results.embeddings import Term, WordNeighbours
from bertplay.tasks.embeddings import neighbours
from bertplay.tasks.vectors import normalize, random_pairs, static_vector

MAX_TERMS = 10
MAX_NEIGHBOURS = 50
SIGNS = {"+": 1, "-": -1, "−": -1, "–": -1}


def nearest_words(model: LoadedModel, expression: str, *, top_k: int = 10) -> WordNeighbours:
    """The whole words of the vocabulary nearest to a word or to a sum of words.

    nearest_words(model, "king - man + woman")

    Each word of a sum counts alike, whatever the length of its vector. Ranked by the cosine after the mean of all
    words is taken away: the raw one is beside it.
    """
    if not 1 <= top_k <= MAX_NEIGHBOURS:
        raise BadInput(
            N_("The number of words is out of range."),
            value=top_k,
            remedy=lazy("Ask for 1 to {most}.", most=MAX_NEIGHBOURS),
        )
    terms = [term(model, word, sign) for word, sign in parsed(expression)]
    ids = [i for i in range(len(model.vocabulary)) if model.is_whole_word(i) and model.vocabulary[i].strip("Ġ▁").isalpha()]
    table = model.word_vectors(ids)
    names = [model.vocabulary[i] for i in ids]
    centre = table.mean(axis=0)
    raw, from_centre = cosines_of_sum(model, terms, table, 0.0), cosines_of_sum(model, terms, table, centre)
    baselines = random_pairs(table), random_pairs(table - centre)
    named = {token.id for _, tokens in terms for token in tokens}
    found = neighbours(names, raw, from_centre, [place for place, i in enumerate(ids) if i in named], top_k)
    return WordNeighbours(model.spec.id, expression, tuple(one for one, _ in terms), found, *baselines, len(names))


def cosines_of_sum(model: LoadedModel, terms: Sequence[tuple[Term, Sequence[Token]]], table: Floats, centre: Floats | float) -> Floats:
    """The cosine of the sum with every row of the table: [rows]."""
    vectors = [one.sign * normalize(static_vector(model, [token.id for token in tokens]) - centre) for one, tokens in terms]
    cosines: Floats = normalize(table - centre) @ normalize(np.sum(vectors, axis=0))
    return cosines


def term(model: LoadedModel, word: str, sign: int) -> tuple[Term, tuple[Token, ...]]:
    """A word and its tokens; BadInput when it cannot be written with the model's tokens."""
    tokens = model.tokenize_word(word)
    if not tokens or any(token.id == model.unknown_id for token in tokens):
        raise BadInput(N_("The tokens of the model cannot spell this word."), value=word, remedy=N_("Use another word."))
    return Term(word, sign, tuple(token.text for token in tokens)), tokens


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
        raise BadInput(N_("There is no word."), remedy=N_("Type a word, or a sum such as: king - man + woman"))
    if len(words) > MAX_TERMS:
        raise BadInput(
            N_("This sum is too long."),
            value=lazy("{n} words", n=len(words)),
            remedy=lazy("Use at most {most:,}.", most=MAX_TERMS),
        )
    return words
