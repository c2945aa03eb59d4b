"""The ten questions: what is asked, what is answered, and the experiment that shows it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("ten_questions.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """One card.

    short        the same in a word or two: ten buttons are to fit on a telephone
    answer       three sentences of our own
    seen         what the card showed, in one sentence, for the end of the tour
    experiment   which one is shown; first, second: the texts it starts with, "" where it needs none
    guess        what the reader is asked first; "" where there is nothing to guess
    look         what to look at
    light        what is lit in the experiment while one looks
    open, link   the page that has more, and what is filled in there; "" is what that page starts with
    first_in, second_in   the names in that page's link that take the reader's own texts; "" where it asks for other ones
    lines        the first text is a word, and the second the sentences that it stands in, one a line
    claims       the tests that stamp what the book says; none where nothing is tested
    """

    id: str
    question: str
    short: str
    answer: str
    experiment: str
    look: str
    light: str
    seen: str
    open: str
    link: Mapping[str, str] = field(default_factory=dict)
    first_in: str = ""
    second_in: str = ""
    guess: str = ""
    first: str = ""
    second: str = ""
    lines: bool = False
    claims: tuple[str, ...] = ()

    def link_with(self, first: str, second: str) -> dict[str, str]:
        """What is filled in on the page that has more, the reader's texts among it; what nobody changed is in `link`, or its own start."""
        texts = ((self.first_in, first, self.first), (self.second_in, second, self.second))
        own = {name: text if text != start else self.link.get(name, "") for name, text, start in texts if name}
        return {**self.link, **own}


@cache
def ten_questions() -> tuple[Question, ...]:
    """All of them, in the order of the text."""
    with FILE.open("rb") as file:
        return tuple(Question(**entry | {"claims": tuple(entry.get("claims", ()))}) for entry in tomllib.load(file)["question"])
