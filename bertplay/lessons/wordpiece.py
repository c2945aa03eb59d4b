"""The texts and words of the WordPiece page."""

from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, TextSample, load

FILE = "wordpiece.toml"


@dataclass(frozen=True, slots=True)
class Claim:
    """How a word is said to be cut: in what someone wrote, and in truth by bert-base-uncased."""

    __pydantic_config__ = NO_OTHER_KEYS

    word: str
    says: tuple[str, ...]
    who: str
    base: tuple[str, ...]


@cache
def samples(of: str) -> tuple[TextSample, ...]:
    """All texts of one kind: "text" to follow, "sample" to compare, "reading" for the word table, "training"."""
    return load(tuple[TextSample, ...], FILE, of)


@cache
def claims() -> tuple[Claim, ...]:
    """Words of which something is written; the first is the book's."""
    return load(tuple[Claim, ...], FILE, "claim")


@cache
def words() -> tuple[str, ...]:
    """Words that are worth a search, those of the claims first."""
    return (*(claim.word for claim in claims()), *load(tuple[str, ...], FILE, "words"))
