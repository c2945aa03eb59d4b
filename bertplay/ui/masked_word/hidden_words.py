"""A sentence whose words can be hidden. No Streamlit: the page, the component and the tests share it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bertplay.text import MASK_SPELLING

MASK = "[MASK]"
"""How the page writes a mask; `encode` replaces it by the spelling of the model's tokenizer."""

TOKEN = re.compile(rf"{MASK_SPELLING.pattern}|(?:(?!{MASK_SPELLING.pattern})\S)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the sentence, or a mask that was typed; start and end are its characters."""

    text: str
    start: int
    end: int
    is_mask: bool = False


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Word, ...]:
    """What can be clicked: the words without the punctuation around them, and the masks typed.

    'He said: "No [mask]!"' -> He, said, No, [mask]
    """
    words = []
    for found in TOKEN.finditer(text):
        if MASK_SPELLING.fullmatch(found[0]):
            words.append(Word(found[0], *found.span(), is_mask=True))
            continue
        start, end = found.span()
        while start < end and is_punctuation(text[start]):
            start += 1
        while start < end and is_punctuation(text[end - 1]):
            end -= 1
        if start < end:
            words.append(Word(text[start:end], start, end))
    return tuple(words)


def is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def hide(text: str, hidden: Iterable[int]) -> str:
    """The text with these words, counted as in `words_of`, behind masks.

    hide("Paris is big.", {0}) -> "[MASK] is big."
    """
    words = words_of(text)
    for index in sorted({i for i in hidden if 0 <= i < len(words) and not words[i].is_mask}, reverse=True):
        text = text[: words[index].start] + MASK + text[words[index].end :]
    return text


def hidden_words(text: str, hidden: Iterable[int]) -> tuple[str | None, ...]:
    """For each mask of `hide(text, hidden)`, from left to right, the word behind it; None for a mask that was typed.

    hidden_words("[MASK] is big.", {2}) -> (None, "big")
    """
    kept = set(hidden)
    return tuple(None if word.is_mask else word.text for i, word in enumerate(words_of(text)) if word.is_mask or i in kept)


def carry_hidden(old: str, new: str, hidden: Iterable[int]) -> tuple[int, ...]:
    """Which words stay hidden when the sentence is edited: those found unchanged, counted from its start or from its end.

    carry_hidden("Paris is big", "Yes, Paris is big", {2}) -> (3,)
    """
    before, after = [word.text for word in words_of(old)], [word.text for word in words_of(new)]
    shift = len(after) - len(before)
    kept = set()
    for index in hidden:
        for candidate in (index, index + shift):
            if 0 <= index < len(before) and 0 <= candidate < len(after) and before[index] == after[candidate]:
                kept.add(candidate)
                break
    return tuple(sorted(kept))
