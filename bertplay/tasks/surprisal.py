"""Surprisal: how unexpected is each word of a sentence, given all the others?

Every word is hidden in turn with all its tokens, and scored from left to right within the word (Kauf and Ivanova
2023): a word of several tokens is then not given away by its own other tokens, as it is when each token is hidden
alone (Salazar et al. 2020).
"""

import math
from collections.abc import Sequence

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, SentenceSurprisal, WordSurprisal
from bertplay.tasks.checks import word_scores
from bertplay.tasks.masked_word import top_predictions

MAX_TOKENS = 128  # every token is a row as long as the text: the cost grows with its square


def score_surprisal(model: LoadedModel, text: str) -> SentenceSurprisal:
    """Hide every word of a text in turn; a text of more than 128 tokens is truncated, see `cut`."""
    model.require(Ability.MASKED_WORD)
    encoding = model.encode(text, limit=MAX_TOKENS)
    if encoding.masks:
        remedy = N_("Give the whole text: every word is hidden in turn.")
        raise BadInput(N_("The text already contains a mask."), value=text, remedy=remedy)
    words = words_of(encoding)
    if not words:
        raise BadInput(N_("There is no word in the text."), value=text, remedy=N_("Type a sentence."))
    rows, positions = zip(*[row for word in words for row in rows_of(model, encoding, word)], strict=True)
    scores = iter(word_scores(model, rows, positions))
    surprisals = tuple(word_surprisal(model, encoding, word, [next(scores)[0] for _ in word]) for word in words)
    tokens = sum(len(word) for word in words)
    perplexity = 2 ** (sum(s.bits for s in surprisals) / tokens)
    return SentenceSurprisal(model.spec.id, text, surprisals, perplexity, encoding.cut)


def words_of(encoding: Encoding) -> list[list[int]]:
    """The positions of the tokens of each word: "un ##aff ##able king" -> [[1, 2, 3], [4]]."""
    words: list[list[int]] = []
    for position, token in enumerate(encoding.tokens):
        if token.is_special:
            continue
        if token.continues_word and words and words[-1][-1] == position - 1:
            words[-1].append(position)
        else:
            words.append([position])
    return words


def rows_of(model: LoadedModel, encoding: Encoding, word: Sequence[int]) -> list[tuple[Encoding, tuple[int, ...]]]:
    """One row for each token of a word, the token and those after it hidden, and where to read its score."""
    mask = model.token(model.mask_id)
    return [(encoding.with_tokens(dict.fromkeys(word[n:], mask), model.mask_id), (word[n],)) for n in range(len(word))]


def word_surprisal(model: LoadedModel, encoding: Encoding, word: Sequence[int], scores: Sequence[Floats]) -> WordSurprisal:
    """The bits of one word from the log-probabilities [vocabulary] at its tokens; the prediction is made with all of them hidden."""
    bits = -sum(float(s[encoding.ids[position]]) for s, position in zip(scores, word, strict=True)) / math.log(2)
    start, end = encoding.tokens[word[0]].start, encoding.tokens[word[-1]].end
    return WordSurprisal(encoding.text[start:end], start, end, max(bits, 0.0), len(word), top_predictions(model, scores[0], 1)[0])
