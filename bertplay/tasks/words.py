"""The words of a text, as a reader counts them."""

import regex

WORD = regex.compile(r"[\w\p{M}]+(?:['’-][\w\p{M}]+)*")
"""Letters with their marks: a decomposed "é" and the vowel signs of Hindi are no ends of words."""


def words_in(text: str) -> list[tuple[int, int]]:
    """First character and one after the last of each word; punctuation is none. "Don't go." -> (0, 5), (6, 8)"""
    return [(match.start(), match.end()) for match in WORD.finditer(text)]
