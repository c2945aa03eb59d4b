"""What is asked of a class: the same link makes the same question, whoever opens it."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass

from bertplay.text import without_surrogates
from bertplay.wording import Later, later
from bertplay.wording.kept import with_sentences, with_texts

ANSWER_CHARACTERS = 40
TITLE_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a page.

    about   what makes it this question and no other: the sentence and its hidden words, the number of a card
    title   the question in words: a sentence as it stands, or what `later` made, which each reader is told in their own language
    """

    page: str
    about: tuple[str, ...]
    title: str

    @property
    def step(self) -> str:
        """What stands for it in the store: a digest, the same on every machine."""
        written = json.dumps([self.page, *self.about])
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def written_title(title: str) -> str:
    """A title as the store keeps it, not too long; what is told later with its sentence and its values."""
    return json.dumps(with_sentences(shortened(title)))


def read_title(written: str) -> str:
    """What `written_title` made, undone; as it stands what an earlier version wrote, whose rooms live for their day."""
    try:
        title = with_texts(json.loads(written))
    except ValueError:
        return written
    return title if isinstance(title, str) else written


def shortened(title: str) -> str:
    """At most 500 characters, of each value too."""
    if not isinstance(title, Later):
        return title[:TITLE_CHARACTERS]
    return later(title.template, **{name: shortened(value) for name, value in title.values.items()})


def normal(answer: str) -> str:
    """What counts as the same answer: " Hot\\n" and "hot" do. One line of at most 40 characters."""
    line = " ".join(without_surrogates(answer).replace("\0", "\ufffd").split())
    return unicodedata.normalize("NFC", line.casefold())[:ANSWER_CHARACTERS].strip()
