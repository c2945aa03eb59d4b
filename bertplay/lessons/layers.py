"""The examples of the page on layers and attention."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class LayersExample:
    """What a tab shows: the values of its inputs, by their names in the link."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    tab: str
    values: Mapping[str, str]


@cache
def layers_examples() -> tuple[LayersExample, ...]:
    """All of them, in the order of the page; the first of a tab is what it opens on."""
    return load(tuple[LayersExample, ...], "layers_examples.toml", "example")


def examples_of(tab: str) -> tuple[LayersExample, ...]:
    """Those of one tab."""
    return tuple(example for example in layers_examples() if example.tab == tab)
