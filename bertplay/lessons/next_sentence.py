"""The next-sentence lesson as data: pairs, candidates, and texts for the test."""

from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, TextSample, load


@dataclass(frozen=True, slots=True)
class PairExample:
    """Two texts, whether a reader would say that the second continues the first, and what to notice."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    first: str
    second: str
    follows: bool
    note: str


@dataclass(frozen=True, slots=True)
class RankExample:
    """A text and several that may continue it; `answer` counts from 0."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    first: str
    candidates: tuple[str, ...]
    answer: int
    note: str


@cache
def pair_examples() -> tuple[PairExample, ...]:
    """In the order of the page; the first is what a newcomer sees."""
    return load(tuple[PairExample, ...], "next_sentence_examples.toml", "pair")


@cache
def rank_examples() -> tuple[RankExample, ...]:
    return load(tuple[RankExample, ...], "next_sentence_examples.toml", "rank")


@cache
def samples() -> tuple[TextSample, ...]:
    """Texts to test a model on."""
    return load(tuple[TextSample, ...], "next_sentence_samples.toml", "sample")
