"""A question to a class: the same link always leads to the same question."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field

import regex

from bertplay.errors import BadInput
from bertplay.i18n import N_, LazyString, lazy
from bertplay.i18n.lazy_string import joined, lazy_from_json, lazy_to_json
from bertplay.results.classroom import BoxCounts, LessonPlace, ModelAnswer
from bertplay.text import clean

MAX_ANSWER_CHARACTERS = 40
MAX_TITLE_CHARACTERS = 500
MAX_BOXES = 8
MAX_CHOICES = 50
MAX_MODEL_ANSWERS = 20
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKS = regex.compile(r"(\p{M}{3})\p{M}+")


@dataclass(frozen=True, slots=True)
class ClassQuestion:
    """One question of a page.

    about      what identifies the question: the sentence and its masked words, the number of a card
    title      what it is about: a sentence, a word; "" where the prompt is enough
    prompt     the question itself, a translatable text: "Which word is masked?"
    choices    the answers to choose from, each with its title (translatable, or typed by a person); none: students type an answer
    is_number  the choices are consecutive whole numbers: students type one
    boxes      labels of the text boxes, where an answer is typed
    lesson     the lesson step it belongs to; the same inputs in another step are another question
    """

    page: str
    about: tuple[str, ...]
    title: str
    prompt: str
    choices: Mapping[str, str] = field(default_factory=dict)
    is_number: bool = False
    boxes: tuple[str, ...] = ("",)
    lesson: LessonPlace | None = None

    @property
    def id(self) -> str:
        """Its id in the store: a digest, the same on every machine."""
        place = (self.lesson.name, self.lesson.step) if self.lesson else ()
        return hashlib.sha256(json.dumps([self.page, *self.about, *place]).encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """What the store keeps besides page, about and link; long texts are shortened."""
        choices = dict(list(self.choices.items())[:MAX_CHOICES])
        content = {
            "title": shortened(self.title),
            "prompt": lazy(self.prompt),
            "choices": {answer: shortened(lazy(title)) for answer, title in choices.items()},
            "is_number": self.is_number,
            "boxes": [lazy(label) for label in self.boxes[:MAX_BOXES]] if not choices else [""],
            "lesson": astuple(self.lesson) if self.lesson else (),
        }
        return json.dumps(lazy_to_json(content))


@dataclass(frozen=True, slots=True)
class StoredContent:
    """What `to_json` wrote."""

    title: str
    prompt: str
    choices: Mapping[str, str]
    is_number: bool
    boxes: Sequence[str]
    lesson: LessonPlace | None = None

    @classmethod
    def from_json(cls, written: str) -> "StoredContent":
        content = lazy_from_json(json.loads(written))
        place = content.pop("lesson")
        return cls(**content, lesson=LessonPlace(*place) if place else None)

    def read_answer(self, given: Sequence[str]) -> tuple[str, ...]:
        """An answer in the form in which it is counted, one text per box; "" for an empty box, but not for all of them. BadInput."""
        if len(given) != len(self.boxes):
            raise BadInput(N_("The answer does not fit the question."), value=len(given), remedy=N_("Reload the page."))
        if self.choices:
            chosen = given[0].strip()
            if chosen not in self.choices:
                raise BadInput(N_("This is not one of the answers."), value=chosen, remedy=self._which())
            return (chosen,)
        counted = tuple(normalized(one) for one in given)
        if not any(counted):
            raise BadInput(N_("The answer is empty."), remedy=N_("Type a word."))
        return counted

    def _which(self) -> str:
        if self.is_number:
            return lazy("Type a whole number from {low} to {high}.", low=next(iter(self.choices)), high=list(self.choices)[-1])
        return N_("Choose one of them.")


def model_to_json(model: Sequence[ModelAnswer]) -> str:
    """The model's answers as JSON for the store, normalized like the students' answers."""
    boxes = []
    for box in model[:MAX_BOXES]:
        shares: dict[str, float] = {}
        for answer, share in box.shares[:MAX_MODEL_ANSWERS]:
            shares[normalized(answer)] = shares.get(normalized(answer), 0.0) + share
        boxes.append({"shares": shares, "truth": box.truth[:MAX_ANSWER_CHARACTERS]})
    return json.dumps(boxes)


def model_from_json(written: str) -> tuple[ModelAnswer, ...]:
    """The inverse of `model_to_json`."""
    return tuple(ModelAnswer(tuple(box["shares"].items()), box["truth"]) for box in json.loads(written))


def place_text(place: LessonPlace) -> LazyString:
    """BERT in twenty minutes · step 3 of 6"""
    return lazy("{lesson} · step {step} of {steps}", lesson=place.title, step=place.step, steps=place.steps)


def model_text(box: BoxCounts, *, is_word: bool) -> LazyString:
    """What the model answers in a box, and the correct answer: The model: hot (43%). The masked word: hot."""
    said = [lazy("The model: {answer} ({share:percent}).", answer=box.model.title, share=box.model.share)] if box.model else []
    if box.truth:
        said.append(lazy("The masked word: {word}.", word=box.truth) if is_word else lazy("Correct: {answer}.", answer=box.truth))
    return joined(said)


def shortened(title: str) -> str:
    """The same, each text cut to at most 500 characters."""
    if not isinstance(title, LazyString):
        return title[:MAX_TITLE_CHARACTERS]
    if not title.values:
        return lazy(title.template[:MAX_TITLE_CHARACTERS])
    return lazy(title.template, **{name: shortened(value) if isinstance(value, str) else value for name, value in title.values.items()})


def normalized(answer: str) -> str:
    """The form in which answers are counted: " Hot\\n" and "hot" are the same, so are "tear+ful" and "tear + ful". At most 40 characters.

    It has no control characters that change the text direction and at most three combining marks per letter, so that an answer
    cannot disturb the text around it.
    """
    line = " ".join(re.sub(r"\s*\+\s*", " + ", DIRECTIONS.sub("", clean(answer))).split())
    marked: str = MARKS.sub(r"\1", unicodedata.normalize("NFC", line.casefold()))
    return marked[:MAX_ANSWER_CHARACTERS].strip()
