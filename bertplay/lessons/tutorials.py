"""The three tutorials: what is learned, and what is filled in on the fine-tuning page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class Tutorial:
    """One card. text: a few sentences of our own; link: name in the link -> value."""

    __pydantic_config__ = NO_OTHER_KEYS

    id: str
    title: str
    text: str
    link: Mapping[str, str]


@cache
def tutorials() -> tuple[Tutorial, ...]:
    """All of them, in the order of the page."""
    return load(tuple[Tutorial, ...], "tutorials.toml", "tutorial")
