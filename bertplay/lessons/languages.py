"""One sentence in each of six languages, and which models of the catalog can read it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("languages.toml")


@dataclass(frozen=True, slots=True)
class LanguageExample:
    """A masked sentence.

    title     the language, in that language
    expects   the word a person would put there
    models    ids of those that were trained on this language, the best first
    """

    title: str
    text: str
    expects: str
    models: tuple[str, ...]


@cache
def language_examples() -> tuple[LanguageExample, ...]:
    """All of them, English first."""
    with FILE.open("rb") as file:
        return tuple(LanguageExample(**{**entry, "models": tuple(entry["models"])}) for entry in tomllib.load(file)["language"])
