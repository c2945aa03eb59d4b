"""The next-sentence lesson as data: pairs, candidates, and texts for the bench."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PairExample:
    """Two texts, whether a reader would say that the second continues the first, and what to notice."""

    title: str
    first: str
    second: str
    follows: bool
    note: str


@dataclass(frozen=True, slots=True)
class RankExample:
    """A text and several that may continue it; `answer` counts from 0."""

    title: str
    first: str
    candidates: tuple[str, ...]
    answer: int
    note: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A text for the bench."""

    title: str
    text: str


@cache
def pair_examples() -> tuple[PairExample, ...]:
    """In the order of the page; the first is what a newcomer sees."""
    return tuple(PairExample(**entry) for entry in read("examples")["pair"])


@cache
def rank_examples() -> tuple[RankExample, ...]:
    return tuple(RankExample(**{**entry, "candidates": tuple(entry["candidates"])}) for entry in read("examples")["rank"])


@cache
def samples() -> tuple[Sample, ...]:
    return tuple(Sample(entry["title"], entry["text"].strip()) for entry in read("samples")["sample"])


def read(part: str) -> dict[str, Any]:
    with (FOLDER / f"next_sentence_{part}.toml").open("rb") as file:
        return tomllib.load(file)
