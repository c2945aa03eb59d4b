"""The record of one session: each question once, the last hundred, nothing large."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bertplay.results import as_json
from bertplay.results.worksheet import Entry, Told
from bertplay.text import without_surrogates
from bertplay.wording import t

MOST_ENTRIES = 100
MOST_CHARACTERS = 6_000
"""Of the arguments of one question, as JSON; a longer one is kept by its beginning."""
MOST_OF_EACH = 200
STILL_TYPING = 3.0
"""Seconds. A question that is changed sooner was on its way to another one: a text box asks while it is typed into."""

Place = tuple[str, str, str, int]
"""Part of a page, model, task, and the how-manieth of these in a run of the page."""


class Record:
    """What was asked, oldest first, each with a number of its own."""

    def __init__(self) -> None:
        self.began = time.time()
        self.entries: dict[int, Entry] = {}
        self._numbers: dict[int, int] = {}  # hash of a question -> its entry
        self._places: dict[Place, tuple[int, float]] = {}
        self._run: object = None
        self._counts: dict[tuple[str, str, str], int] = {}
        self._next = 1

    def note(self, page: str, asked: "Question", answer: Any, *, run: object, now: float, part: str = "") -> None:
        """Keep a question and its answer.

        part  of the page, a card for one: who opens another has not typed on
        run   of the page, in which it was asked
        now   seconds, on any clock that goes on
        """
        from bertplay.worksheet.tellings import TELLINGS  # not before the first question: the first page is drawn without them

        if asked.task not in TELLINGS:
            return
        place = self._place(f"{page} {part}", asked, run)
        question = hash((page, repr(asked)))
        number = self._numbers.get(question)
        before, when = self._places.get(place, (0, -STILL_TYPING))
        if number is None:
            if now - when < STILL_TYPING and TELLINGS[asked.task].is_typed:
                self.drop(before)
            number, when = self._add(question, asked.entry(page, answer)), now
        elif number != before:
            when = -STILL_TYPING  # asked before, and stayed: who comes back to it for a moment does not type on
        self._places[place] = (number, when)

    def drop(self, number: int) -> None:
        """Forget an entry; the same question is kept again when it is asked again."""
        self.entries.pop(number, None)
        self._numbers = {question: kept for question, kept in self._numbers.items() if kept != number}

    def _add(self, question: int, entry: Entry) -> int:
        number, self._next = self._next, self._next + 1
        self.entries[number], self._numbers[question] = entry, number
        if len(self.entries) > MOST_ENTRIES:
            self.drop(min(self.entries))
        return number

    def _place(self, part: str, asked: "Question", run: object) -> Place:
        """Which question of its kind this is in the run of the page: two boxes that ask the same task are two places."""
        if run is not self._run:
            self._run, self._counts = run, {}
        kind = (part, asked.model, asked.task)
        self._counts[kind] = self._counts.get(kind, -1) + 1
        return (*kind, self._counts[kind])


def kept(page: str, asked: str, model: str, weights: str, task: str, given: tuple[Any, dict[str, Any]], told: Told) -> Entry:
    """An entry whose arguments are no longer than may be kept."""
    arguments, named = plain_values(as_json(given[0])), plain_values(as_json(given[1]))
    is_whole = len(json.dumps([arguments, named])) <= MOST_CHARACTERS
    if not is_whole:
        arguments, named = beginning(arguments), beginning(named)
    return Entry(page, asked, model, weights, task, tuple(arguments), named, told, is_whole)


class Question:
    """A call, as a backend gets it; `weights` tells which weights the model has, and is asked only for what is kept."""

    def __init__(
        self, model: str, task: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any], weights: Callable[[str], str]
    ) -> None:
        self.model, self.weights = model, weights
        self.task = f"{task.__module__}.{task.__qualname__}"
        self.arguments = arguments
        self.named = {name: value for name, value in named.items() if not callable(value)}

    def __repr__(self) -> str:
        return f"{self.model} {self.task} {self.arguments} {sorted(self.named.items())}"

    def entry(self, page: str, answer: Any) -> Entry:
        """What is kept of it."""
        from bertplay.worksheet.tellings import TELLINGS

        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = TELLINGS[self.task].tell(answer)
        return kept(page, now, self.model, self.weights(self.model), self.task, (self.arguments, self.named), told)


def plain_values(value: Any) -> Any:
    """Text that JSON and any browser take; an enum as its text."""
    if isinstance(value, str):
        return without_surrogates(str(value)).replace("\0", "\ufffd")
    if isinstance(value, list):
        return [plain_values(item) for item in value]
    return {name: plain_values(item) for name, item in value.items()} if isinstance(value, dict) else value


def beginning(value: Any) -> Any:
    """The beginnings of long texts and lists."""
    if isinstance(value, str):
        return value if len(value) <= MOST_OF_EACH else t("{beginning}… ({n:,} characters)", beginning=value[:MOST_OF_EACH], n=len(value))
    if isinstance(value, list):
        return [beginning(item) for item in value[:5]] + ([t("… ({n:,} in all)", n=len(value))] if len(value) > 5 else [])
    return {name: beginning(item) for name, item in value.items()} if isinstance(value, dict) else value
