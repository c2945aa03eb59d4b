"""What is asked of a class: the same link makes the same question, whoever opens it."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass

from bertplay.text import without_surrogates

ANSWER_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a page.

    about   what makes it this question and no other: the sentence and its hidden words, the number of a card
    title   the question in words, for the teacher
    """

    page: str
    about: tuple[str, ...]
    title: str

    @property
    def step(self) -> str:
        """What stands for it in the store: a digest, the same on every machine."""
        written = json.dumps([self.page, *self.about])
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def normal(answer: str) -> str:
    """What counts as the same answer: " Hot\\n" and "hot" do. One line of at most 40 characters."""
    line = " ".join(without_surrogates(answer).replace("\0", "\ufffd").split())
    return unicodedata.normalize("NFC", line.casefold())[:ANSWER_CHARACTERS].strip()
