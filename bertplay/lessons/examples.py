"""The example sentences of the masked-word page."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("masked_word_examples.toml")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows something, and the part of the page that shows it."""

    title: str
    text: str
    hide: tuple[int, ...] = ()
    part: str = "guesses"
    words: str = ""
    second: str = ""


@cache
def masked_word_examples() -> tuple[Example, ...]:
    """All of them, in the order of the page; the first is what a newcomer sees."""
    with FILE.open("rb") as file:
        return tuple(Example(**{**entry, "hide": tuple(entry.get("hide", ()))}) for entry in tomllib.load(file)["example"])
