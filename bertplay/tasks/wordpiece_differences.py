"""Trained vocabularies at work: the same words cut by a small and a large one, by one rule and by another."""

from collections.abc import Iterable
from functools import lru_cache

from bertplay.errors import BadInput
from bertplay.results.wordpiece import CutTwice, TrainedVocabulary, TrainingDifference, VocabularyGrowth
from bertplay.tasks.wordpiece import cut_word
from bertplay.tasks.wordpiece_training import count_words
from bertplay.wording import later, mark

POINTS = 25


def cut_twice(words: str, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[CutTwice, ...]:
    """Each word of a short text, cut by two vocabularies; its count is that in the short text. BadInput beyond 100 words."""
    counted = count_words(words)
    if len(counted) > 100:
        raise BadInput(mark("These are too many words."), value=later("{n} words", n=len(counted)), remedy=mark("Name at most 100."))
    return cuts(counted.items(), frozenset(one), frozenset(other))


def cuts(words: Iterable[tuple[str, int]], one: frozenset[str], other: frozenset[str]) -> tuple[CutTwice, ...]:
    """Words with their counts, each cut by two vocabularies."""
    return tuple(CutTwice(word, count, tuple(cut_word(word, one)), tuple(cut_word(word, other))) for word, count in words)


def compare_trainings(one: TrainedVocabulary, other: TrainedVocabulary, size: int) -> TrainingDifference:
    """Where two trainings on one text part ways, and which words they cut differently at a size."""
    steps = zip(one.merges, other.merges, strict=False)
    step = next((i for i, (a, b) in enumerate(steps) if (a.left, a.right) != (b.left, b.right)), None)
    first, second = frozenset(one.pieces(size)), frozenset(other.pieces(size))
    differing = tuple(word for word in cuts(one.words, first, second) if word.one != word.other)
    return TrainingDifference(size, step, len(first & second), differing)


@lru_cache(maxsize=16)
def measure_growth(trained: TrainedVocabulary) -> VocabularyGrowth:
    """Pieces a word on average over the text, from its characters alone to the whole vocabulary."""
    whole = trained.pieces(len(trained.alphabet) + len(trained.merges))
    start, total = len(trained.alphabet), sum(count for _, count in trained.words)
    sizes = sorted({start + (len(whole) - start) * point // POINTS for point in range(POINTS + 1)})
    points = []
    for size in sizes:
        vocabulary = frozenset(whole[:size])
        pieces = sum(len(cut_word(word, vocabulary)) * count for word, count in trained.words)
        points.append((size, pieces / total if total else 0.0))
    return VocabularyGrowth(trained.rule, tuple(points))
