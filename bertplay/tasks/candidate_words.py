"""How probable is a candidate word?

A word that is one token has its probability at the mask. A word of several tokens gets as many masks, filled from
left to right: P(un ##aff ##able) = P(un | 3 masks) · P(##aff | un, 2 masks) · P(##able | un ##aff, 1 mask). The
number of masks reveals the length of the word to the model, so words of different lengths compare only roughly.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.results import CandidateWords, Floats, Token, WordScore
from bertplay.tasks.checks import check_mask_index, encode_masked, widen_mask, word_scores

Tokens = tuple[Token, ...]

MAX_WORDS = 50
MAX_TOKENS_OF_A_WORD = 20  # of one word; each token is a row of the forward pass


@dataclass(frozen=True, slots=True)
class TokenizedCandidate:
    """A candidate word, its tokens, and whether the vocabulary can spell it."""

    word: str
    tokens: Tokens
    is_known: bool


def score_candidates(model: LoadedModel, text: str, words: Sequence[str], *, mask_index: int = 0) -> CandidateWords:
    """Score the candidate words at one mask; the other masks stay masks.

    score_candidates(model, "The soup is too [MASK].", ["hot", "constitution"])
    """
    encoding = encode_masked(model, text)
    check_mask_index(encoding, mask_index)
    if not 1 <= len(words) <= MAX_WORDS:
        remedy = lazy("Use 1 to {most} words, separated by commas.", most=MAX_WORDS)
        raise BadInput(N_("The number of words is out of range."), value=len(words), remedy=remedy)
    [at_masks] = word_scores(model, [encoding])
    scores = score_at_mask(model, encoding, mask_index, at_masks[mask_index], words)
    return CandidateWords(model.spec.id, text, mask_index, tuple(sorted(scores, key=lambda score: -score.probability)))


def score_at_mask(model: LoadedModel, encoding: Encoding, mask_index: int, alone: Floats, words: Sequence[str]) -> list[WordScore]:
    """The scores of words in the given order; `alone` are the log-probabilities [vocabulary] at their mask."""
    spelled = [tokenize_candidate(model, word) for word in words]
    logs = chain_logs(model, encoding, mask_index, [s.tokens for s in spelled if s.is_known and len(s.tokens) > 1])
    return [as_score(word, alone, logs) for word in spelled]


def as_score(spelled: TokenizedCandidate, alone: Floats, logs: Mapping[Tokens, float]) -> WordScore:
    """The score of one word: from the mask itself, or from the chain of its tokens."""
    tokens = tuple(token.text for token in spelled.tokens)
    if not spelled.is_known:
        return WordScore(spelled.word, 0.0, None, tokens, is_known=False)
    if len(tokens) > 1:
        return WordScore(spelled.word, math.exp(logs[spelled.tokens]), None, tokens)
    log = alone[spelled.tokens[0].id]
    return WordScore(spelled.word, float(np.exp(log)), 1 + int((alone > log).sum()), tokens)


def tokenize_candidate(model: LoadedModel, word: str) -> TokenizedCandidate:
    """Split a candidate word into tokens; raises BadInput when it has none, or too many."""
    tokens = model.tokenize_word(word.strip())
    if not tokens or any(token.is_special for token in tokens):
        raise BadInput(N_("This is not a word."), value=word, remedy=N_("Use ordinary words, separated by commas."))
    if len(tokens) > MAX_TOKENS_OF_A_WORD:
        remedy = lazy("Use words of at most {most} tokens.", most=MAX_TOKENS_OF_A_WORD)
        raise BadInput(lazy("This word has {n} tokens.", n=len(tokens)), value=word, remedy=remedy)
    return TokenizedCandidate(word, tokens, all(token.id != model.unknown_id for token in tokens))


def chain_logs(model: LoadedModel, encoding: Encoding, mask_index: int, words: Iterable[Tokens]) -> dict[Tokens, float]:
    """The natural logarithm of each word's probability, the sum over its tokens; all in one call of forward."""
    chains = {word: chain_rows(model, encoding, mask_index, word) for word in words}
    rows = [row for chain in chains.values() for row in chain]
    scores = iter(word_scores(model, [row for row, _ in rows], tuple((place,) for _, place in rows)))
    return {word: sum(float(next(scores)[0, token.id]) for token in word) for word in chains}


def chain_rows(model: LoadedModel, encoding: Encoding, mask_index: int, word: Tokens) -> list[tuple[Encoding, int]]:
    """One row for each token: the tokens before it shown, it and those after it hidden; and the place of the token."""
    widened = model.encode(widen_mask(model, encoding.text, mask_index, len(word)))
    places = widened.masks[mask_index : mask_index + len(word)]
    return [(widened.with_tokens(dict(zip(places[:n], word[:n], strict=True)), model.mask_id), place) for n, place in enumerate(places)]
