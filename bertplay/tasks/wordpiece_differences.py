"""Trained vocabularies compared: the same words under a small and a large one, under one rule and another."""

from collections.abc import Iterable

from bertplay.results.wordpiece import TokenizedTwice, TrainedVocabulary, TrainingDifference
from bertplay.tasks.wordpiece import tokenize_word


def differently_tokenized(words: Iterable[tuple[str, int]], one: frozenset[str], other: frozenset[str]) -> tuple[TokenizedTwice, ...]:
    """Words with their counts, each tokenized by two vocabularies."""
    longest = max(map(len, one | other), default=0)

    def tokens(word: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
        return tuple(tokenize_word(word, vocabulary, longest))

    return tuple(TokenizedTwice(word, count, tokens(word, one), tokens(word, other)) for word, count in words)


def compare_trainings(one: TrainedVocabulary, other: TrainedVocabulary, size: int) -> TrainingDifference:
    """Where two trainings on one text diverge, and which words they tokenize differently at a size."""
    steps = zip(one.merges, other.merges, strict=False)
    step = next((i for i, (a, b) in enumerate(steps) if (a.left, a.right) != (b.left, b.right)), None)
    first, second = frozenset(one.tokens(size)), frozenset(other.tokens(size))
    differing = tuple(word for word in differently_tokenized(one.words, first, second) if word.one != word.other)
    return TrainingDifference(size, step, len(first & second), differing)
