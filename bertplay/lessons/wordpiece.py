"""The texts and words of the WordPiece page."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class TextSample:
    """A text with a title of a word or two."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """How a word is said to be cut: in what somebody wrote, and in truth by bert-base-uncased."""

    word: str
    says: tuple[str, ...]
    who: str
    base: tuple[str, ...]


@cache
def content() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def samples(of: str) -> tuple[TextSample, ...]:
    """All texts of one sort: "text" to follow, "sample" to compare, "reading" for the word table, "training"."""
    return tuple(TextSample(entry["title"], entry["text"].strip()) for entry in content()[of])


@cache
def claims() -> tuple[Claim, ...]:
    """Words of which something is written; the first is the book's."""
    return tuple(Claim(entry["word"], tuple(entry["says"]), entry["who"], tuple(entry["base"])) for entry in content()["claim"])


@cache
def words() -> tuple[str, ...]:
    """Words that are worth a search, those of the claims first."""
    return (*(claim.word for claim in claims()), *(entry["word"] for entry in content()["word"]))
