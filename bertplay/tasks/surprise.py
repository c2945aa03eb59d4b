"""How surprising is each word of a sentence, given all the others?

Every word is hidden in turn with all its pieces, and scored from left to right within the word (Kauf and Ivanova
2023): a word of several pieces is then not made easy by its own other pieces, as it is when each piece is hidden
alone (Salazar et al. 2020).
"""

import math
from collections.abc import Sequence

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, SentenceSurprise, WordSurprise
from bertplay.tasks.checks import word_scores
from bertplay.tasks.masked_word import best_guesses
from bertplay.wording import mark

MAX_TOKENS = 128  # every piece is a row as long as the text: the cost grows with its square


def score_surprise(model: LoadedModel, text: str) -> SentenceSurprise:
    """Hide every word of a text in turn; a text of more than 128 tokens is cut, and `cut` says so."""
    model.require(Ability.MASKED_WORD)
    encoding = model.encode(text, limit=MAX_TOKENS)
    if encoding.masks:
        remedy = mark("Give the whole text: every word is hidden in turn.")
        raise BadInput(mark("The text has a mask in it already."), value=text, remedy=remedy)
    words = words_of(encoding)
    if not words:
        raise BadInput(mark("There is no word in the text."), value=text, remedy=mark("Type a sentence."))
    rows, positions = zip(*[row for word in words for row in rows_of(model, encoding, word)], strict=True)
    scores = iter(word_scores(model, rows, positions))
    surprises = tuple(surprise(model, encoding, word, [next(scores)[0] for _ in word]) for word in words)
    pieces = sum(len(word) for word in words)
    perplexity = 2 ** (sum(s.bits for s in surprises) / pieces)
    return SentenceSurprise(model.spec.id, text, surprises, perplexity, encoding.cut)


def words_of(encoding: Encoding) -> list[list[int]]:
    """The positions of the pieces of each word: "un ##aff ##able king" -> [[1, 2, 3], [4]]."""
    words: list[list[int]] = []
    for position, piece in enumerate(encoding.pieces):
        if piece.is_special:
            continue
        if piece.continues_word and words and words[-1][-1] == position - 1:
            words[-1].append(position)
        else:
            words.append([position])
    return words


def rows_of(model: LoadedModel, encoding: Encoding, word: Sequence[int]) -> list[tuple[Encoding, tuple[int, ...]]]:
    """One row for each piece of a word, the piece and those after it hidden, and where to read its score."""
    mask = model.piece(model.mask_id)
    return [(encoding.with_pieces(dict.fromkeys(word[n:], mask), model.mask_id), (word[n],)) for n in range(len(word))]


def surprise(model: LoadedModel, encoding: Encoding, word: Sequence[int], scores: Sequence[Floats]) -> WordSurprise:
    """The bits of one word from the log-probabilities [vocabulary] at its pieces; the guess is made with all of them hidden."""
    bits = -sum(float(s[encoding.ids[position]]) for s, position in zip(scores, word, strict=True)) / math.log(2)
    start, end = encoding.pieces[word[0]].start, encoding.pieces[word[-1]].end
    return WordSurprise(encoding.text[start:end], start, end, max(bits, 0.0), len(word), best_guesses(model, scores[0], 1)[0])
