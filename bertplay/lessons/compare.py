"""The samples of the compare page: masked sentences with answers, each with a card that says what it measures and what not."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bertplay.results.compare import Item

FOLDER = Path(__file__).parent / "compare"
ORDER = ("capitals", "opposites", "grammar", "common_sense", "negation", "occupations")


@dataclass(frozen=True, slots=True)
class ItemSample:
    """One sample.

    asks      what is asked, and of how many sentences
    right     what counts as right
    limits    what it does not measure
    measure   "first": the answer must be the first guess; "other": it must be more probable than the other word
    """

    id: str
    title: str
    asks: str
    right: str
    limits: str
    measure: str
    items: tuple[Item, ...]


@cache
def item_samples() -> dict[str, ItemSample]:
    """All samples by their id, in the order of the page."""
    return {name: read_sample(name) for name in ORDER}


def read_sample(name: str) -> ItemSample:
    """One sample from its file."""
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return ItemSample(**{**found, "id": name, "items": tuple(Item(*item) for item in found["items"])})
