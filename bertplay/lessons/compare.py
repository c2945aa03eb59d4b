"""The samples of the compare page: masked sentences with answers, each with a card that says what it measures and what not."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import ArgsKwargs

from bertplay.lessons.data import NO_OTHER_KEYS, load
from bertplay.results.compare import Item

ORDER = ("capitals", "opposites", "grammar", "common_sense", "negation", "occupations")
ItemRow = Annotated[Item, BeforeValidator(lambda row: ArgsKwargs(tuple(row)))]
"""["The capital of France is [MASK].", "Paris"]"""


@dataclass(frozen=True, slots=True)
class ItemSample:
    """One sample.

    asks      what is asked, and of how many sentences
    right     what counts as right
    limits    what it does not measure
    measure   "first": the answer must be the first guess; "other": it must be more probable than the other word
    """

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    asks: str
    right: str
    limits: str
    measure: str
    items: tuple[ItemRow, ...]


@cache
def item_samples() -> dict[str, ItemSample]:
    """All samples by their id, in the order of the page."""
    return {name: load(ItemSample, f"compare/{name}.toml") for name in ORDER}
