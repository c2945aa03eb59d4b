"""The example sentences of the masked-word page."""

from dataclasses import dataclass
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class MaskedWordExample:
    """A sentence that shows something, and the part of the page that shows it."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    text: str
    hide: tuple[int, ...] = ()
    part: str = "predictions"
    words: str = ""
    second: str = ""


@cache
def masked_word_examples() -> tuple[MaskedWordExample, ...]:
    """All of them, in the order of the page; the first is what a newcomer sees."""
    return load(tuple[MaskedWordExample, ...], "masked_word_examples.toml", "example")
