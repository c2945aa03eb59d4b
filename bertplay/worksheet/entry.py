"""The entries of a worksheet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator

from bertplay.calls import TASKS, Call
from bertplay.errors import BadInput
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.base import LazyText
from bertplay.summaries import Summary

TEXTS = {
    "text": N_("text"),
    "first": N_("first sentence"),
    "first_text": N_("first sentence"),
    "second": N_("second sentence"),
    "second_text": N_("second sentence"),
    "candidates": N_("candidates"),
    "word": N_("word"),
    "words": N_("words"),
    "sentences": N_("sentences"),
    "texts": N_("sentences"),
    "expression": N_("expression"),
    "query": N_("search"),
}
"""The arguments in which a reader wrote something. The others are settings, and the program below the answer has them."""


def call_to_json(call: Call[Any]) -> dict[str, Any]:
    return call.to_json()


def call_from_json(written: Any) -> Call[Any]:
    """The call that `call_to_json` wrote down; BadInput for a task that does not exist, or arguments that it does not take."""
    if isinstance(written, Call):
        return written
    known = TASKS.get(str(written.get("task"))) if isinstance(written, dict) else None
    if known is None or not isinstance(written.get("arguments"), dict):
        raise BadInput(
            N_("The record names a task that does not exist."), value=written, remedy=N_("Use a record that the worksheet page saved.")
        )
    return known.call_from_json(str(written.get("model", "")), written["arguments"])


SavedCall = Annotated[Call[Any], PlainValidator(call_from_json), PlainSerializer(call_to_json)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    page            where it was asked, by its title in English; asked: when, in UTC, "2026-05-04T09:30:00+00:00"
    weights         SHA-256 of the model's weights; "" where it is not known
    guess           what came of the reader's guess; "" when there was none
    note            the reader's own words
    is_repeatable   False: it was about data of the reader's own that the call does not hold
    """

    call: SavedCall
    summary: Summary
    page: str
    asked: str
    weights: str = ""
    guess: LazyText = ""
    note: str = ""
    is_repeatable: bool = True
    kind: Literal["answer"] = "answer"

    @property
    def title(self) -> LazyString:
        return lazy(self.call.task.title)

    @property
    def texts(self) -> tuple[tuple[LazyString, str], ...]:
        """(what it is, what was written), in the order of the call: ("first sentence", "It rained.")."""
        return tuple((lazy(TEXTS[name]), "\n".join(lines)) for name, lines in written_in(self.call.arguments.items()))


@dataclass(frozen=True, slots=True)
class LessonAnswer:
    """What a reader answered to the question of a lesson.

    lesson, step   its title and the number of the step
    own, teacher   the two answers; "" for one that was not given, or not revealed
    """

    lesson: str
    step: int
    question: str
    own: str
    teacher: str
    page: str
    asked: str
    note: str = ""
    kind: Literal["lesson"] = "lesson"

    @property
    def title(self) -> LazyString:
        return lazy("Question of a lesson")

    @property
    def name(self) -> str:
        """What makes it this entry and no other."""
        return json.dumps([self.lesson, self.step, self.question])

    @property
    def texts(self) -> tuple[tuple[LazyString, str], ...]:
        """The lesson, the question and both answers, each with what it is."""
        place = lazy("{lesson}, step {step}", lesson=self.lesson, step=self.step)
        both = ((lazy("your answer"), self.own), (lazy("the teacher’s answer"), self.teacher))
        return ((lazy("lesson"), place), (lazy("question"), self.question), *((name, text) for name, text in both if text))


@dataclass(frozen=True, slots=True)
class ClassAnswer:
    """What a reader answered as a student of a class.

    code, id   of the class and of its question
    text       what the question is about, a sentence for example; "" where the prompt says it all
    own        the answer; of several boxes joined by dots
    revealed   what the model answers, and what is right, for each box; none before the teacher reveals it
    teacher    the teacher's answer; "" for one that was not given, or not revealed
    """

    code: str
    id: str
    prompt: LazyText
    text: LazyText
    own: LazyText
    revealed: tuple[LazyText, ...]
    teacher: LazyText
    page: str
    asked: str
    note: str = ""
    kind: Literal["class"] = "class"

    @property
    def title(self) -> LazyString:
        return lazy("Question to a class")

    @property
    def name(self) -> str:
        """What makes it this entry and no other."""
        return json.dumps([self.code, self.id])

    @property
    def texts(self) -> tuple[tuple[LazyString, str], ...]:
        """The class, the question, the answer and what was revealed, each with what it is."""
        rows = [(N_("class"), self.code), (N_("question"), self.prompt), (N_("text"), self.text), (N_("your answer"), self.own)]
        rows += [*((N_("revealed"), text) for text in self.revealed), (N_("the teacher’s answer"), self.teacher)]
        return tuple((lazy(name), text) for name, text in rows if text)


Entry = Annotated[Answer | LessonAnswer | ClassAnswer, Field(discriminator="kind")]
KINDS: dict[str, type[Answer | LessonAnswer | ClassAnswer]] = {"answer": Answer, "lesson": LessonAnswer, "class": ClassAnswer}


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet to take away.

    name          the student's name; "" leaves a line to write on
    introduction  the reader's own words before the entries
    made          when, in UTC; versions: of what computed the answers
    """

    title: str
    name: str
    introduction: str
    made: str
    versions: dict[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def written_in(arguments: Any) -> Iterator[tuple[str, list[str]]]:
    """The texts among some arguments, and among the fields of those that are nouns: a WordQuery has a word and sentences."""
    for name, value in arguments:
        if is_dataclass(value) and not isinstance(value, type):
            yield from written_in((one.name, getattr(value, one.name)) for one in fields(value))
        elif name in TEXTS:
            lines = list(value) if isinstance(value, tuple | list) else [value]
            texts = [line for line in lines if isinstance(line, str) and not isinstance(line, Enum) and line.strip()]
            if texts:
                yield name, texts
