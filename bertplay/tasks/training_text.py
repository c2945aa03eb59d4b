"""Where did it learn that? Predictions beside the sentences of the training text that hold the same words in a similar context."""

import re
from collections.abc import Sequence
from contextlib import closing

from bertplay.models.loaded import LoadedModel
from bertplay.results.training_text import FoundSentence, TrainingTextSearch, WordInText
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.text import MASK_SPELLING
from bertplay.training_text.index import TrainingText, open_training_text, phrase

WORD = re.compile(r"[^\W_]+")
COMMON = 0.02
"""A word that more of all sentences hold says nothing about the context: "the", "was"."""
MAX_CONTEXT, BESIDE = 30, 2
"""Words of the context that are asked for, the nearest ones; words before and after the mask that are asked for as a phrase."""
SENTENCES = 8
"""Shown of each word."""


def find_in_training_text(model: LoadedModel, text: str, *, top_k: int = 5) -> TrainingTextSearch:
    """The first mask of a text: its top predictions, and for each word the sentences of the sample that hold it in a similar context.

    A sentence has a like context when it also holds a word of the given sentence that is not common, or the words right before or after
    the mask in the same places. Raises BadInput for a text without a mask, StoreUnavailable where no index can be built.
    """
    guesses = predict_masked_words(model, text, top_k=top_k).masks[0].guesses
    before, after = MASK_SPELLING.split(text)[:2]
    with closing(open_training_text()) as index:
        size = index.size
        context = rare_words(index, nearest(WORD.findall(before), WORD.findall(after)), COMMON * size)
        words = tuple(
            word_in_text(index, guess.word, guess.probability, context, phrases(before, plain_word(guess.word), after)) for guess in guesses
        )
    return TrainingTextSearch(model.spec.id, text, context, size, words)


def nearest(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The words of a sentence in lower case, each once, those nearest to the mask first."""
    by_distance = sorted([*enumerate(reversed(before)), *enumerate(after)], key=lambda one: one[0])
    return list(dict.fromkeys(word.lower() for _, word in by_distance))[:MAX_CONTEXT]


def rare_words(index: TrainingText, words: Sequence[str], most: float) -> tuple[str, ...]:
    """The words that occur in at most `most` sentences."""
    return tuple(word for word in words if index.count(phrase([word])) <= most)


def phrases(before: str, word: str, after: str) -> list[str]:
    """The word with the two words before it, and with the two after it, as far as there are two in the same sentence."""
    left, right = WORD.findall(before)[-BESIDE:], WORD.findall(after)[:BESIDE]
    return [phrase(words) for words in ([*left, word], [word, *right]) if len(words) > BESIDE]


def plain_word(token: str) -> str:
    """A token as a text has it: "Ġdoor" and "▁door" -> "door". A token that continues a word stays what it is, and is found nowhere."""
    return token.lstrip("Ġ▁")


def word_in_text(index: TrainingText, token: str, probability: float, context: Sequence[str], beside: Sequence[str]) -> WordInText:
    """How often a word occurs, how often in a similar context, and the sentences that are most alike."""
    word = plain_word(token)
    if not WORD.fullmatch(word):  # punctuation, "##ing": an index of words has none
        return WordInText(token, probability, 0, 0, ())
    alike = " OR ".join([*(phrase([other]) for other in context if other != word.lower()), *beside])
    query = f"{phrase([word])} AND ({alike})" if alike else ""
    found = index.search(query, SENTENCES) if query else ()
    sentences = tuple(FoundSentence(one.text, *span_of(word, one.text), one.part) for one in found)
    return WordInText(token, probability, index.count(phrase([word])), index.count(query) if query else 0, sentences)


def span_of(word: str, sentence: str) -> tuple[int, int]:
    """The characters of the first occurrence of a whole word; (0, 0) where only its letters without accents are there."""
    found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", sentence, re.IGNORECASE)
    return found.span() if found else (0, 0)
