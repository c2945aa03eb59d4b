"""One sentence in each of six languages, and which models of the catalog can read it."""

from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class LanguageExample:
    """A masked sentence.

    title    the language, in that language
    models   ids of those that were trained on this language, the best first
    """

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    text: str
    models: tuple[str, ...]


@cache
def language_examples() -> tuple[LanguageExample, ...]:
    """All of them, English first."""
    return load(tuple[LanguageExample, ...], "languages.toml", "language")
