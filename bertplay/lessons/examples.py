"""The examples of a page: what each of its tabs shows well, one click each.

    page_examples/masked_word.toml, layers.toml   the first of a tab is what the tab opens on

What an example shows is tested on the bundled model: tests/unit/lessons/test_masked_word_examples.py and test_layers_examples.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class Example:
    """Values for the inputs of a page that show something, by their names in the link; tab: where they show it."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    values: Mapping[str, str]
    tab: str = ""


@cache
def page_examples(page: str) -> tuple[Example, ...]:
    """All examples of a page, in their order; the first is what a newcomer sees."""
    return load(tuple[Example, ...], f"page_examples/{page}.toml", "example")


def first_example(page: str, tab: str) -> Example:
    """What a tab opens on: its first example; a card of the ten questions opens on the first of the page."""
    return next((one for one in page_examples(page) if one.tab == tab), page_examples(page)[0])
