"""Trained vocabularies compared: the same words under a small and a large one, under one rule and another."""

from collections.abc import Iterable
from functools import lru_cache

from bertplay.results.wordpiece import TokenizedTwice, TrainedVocabulary, TrainingDifference, VocabularyGrowth
from bertplay.tasks.wordpiece import tokenize_word

POINTS = 25


def differently_tokenized(words: Iterable[tuple[str, int]], one: frozenset[str], other: frozenset[str]) -> tuple[TokenizedTwice, ...]:
    """Words with their counts, each tokenized by two vocabularies."""
    return tuple(TokenizedTwice(word, count, tuple(tokenize_word(word, one)), tuple(tokenize_word(word, other))) for word, count in words)


def compare_trainings(one: TrainedVocabulary, other: TrainedVocabulary, size: int) -> TrainingDifference:
    """Where two trainings on one text diverge, and which words they tokenize differently at a size."""
    steps = zip(one.merges, other.merges, strict=False)
    step = next((i for i, (a, b) in enumerate(steps) if (a.left, a.right) != (b.left, b.right)), None)
    first, second = frozenset(one.tokens(size)), frozenset(other.tokens(size))
    differing = tuple(word for word in differently_tokenized(one.words, first, second) if word.one != word.other)
    return TrainingDifference(size, step, len(first & second), differing)


@lru_cache(maxsize=16)
def measure_growth(trained: TrainedVocabulary) -> VocabularyGrowth:
    """Tokens a word on average over the text, from its characters alone to the whole vocabulary."""
    whole = trained.tokens(len(trained.alphabet) + len(trained.merges))
    start, total = len(trained.alphabet), sum(count for _, count in trained.words)
    sizes = sorted({start + (len(whole) - start) * point // POINTS for point in range(POINTS + 1)})
    points = []
    for size in sizes:
        vocabulary = frozenset(whole[:size])
        tokens = sum(len(tokenize_word(word, vocabulary)) * count for word, count in trained.words)
        points.append((size, tokens / total if total else 0.0))
    return VocabularyGrowth(trained.rule, tuple(points))
