"""The three tutorials: what is learned, and what is filled in on the fine-tuning page."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("tutorials.toml")


@dataclass(frozen=True, slots=True)
class Tutorial:
    """One card. text: a few sentences of our own; link: name in the link -> value."""

    id: str
    title: str
    text: str
    link: Mapping[str, str]


@cache
def tutorials() -> tuple[Tutorial, ...]:
    """All of them, in the order of the page."""
    with FILE.open("rb") as file:
        return tuple(Tutorial(**entry) for entry in tomllib.load(file)["tutorial"])
