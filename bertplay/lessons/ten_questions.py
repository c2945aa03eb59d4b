"""The ten questions: what is asked, what is claimed, and the page that has more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class Question:
    """One card; its experiment is a tab of another page (bertplay/ui/ten_questions/cards.py).

    id         its name in the link
    short      the question in a word, for its tab
    claim      the answer in two to four sentences, which the experiment then shows
    seen       what the card showed, in one sentence, for the end of the tour
    page, link the page that has more, and what is filled in there beside the inputs of the card
    guess      what the reader is asked first, where the tab itself asks nothing
    claims     of textbooks that are tested below the experiment: names in claims.toml
    papers     where all that is claimed comes from: keys in papers.toml
    """

    __pydantic_config__ = NO_OTHER_KEYS

    id: str
    question: str
    short: str
    claim: str
    seen: str
    papers: tuple[str, ...]
    page: str
    link: Mapping[str, str] = field(default_factory=dict)
    guess: str = ""
    claims: tuple[str, ...] = ()


@cache
def ten_questions() -> tuple[Question, ...]:
    """All of them, in their order."""
    return load(tuple[Question, ...], "ten_questions.toml", "question")
