"""The words of a text, as a reader counts them."""

import re

WORD = re.compile(r"\w+(?:['’-]\w+)*")


def words_in(text: str) -> list[tuple[int, int]]:
    """First character and one after the last of each word; punctuation is none. "Don't go." -> (0, 5), (6, 8)"""
    return [(match.start(), match.end()) for match in WORD.finditer(text)]
