"""What a class answered beside what the model says: counts, and no names."""

from collections.abc import Mapping
from dataclasses import dataclass

from bertplay.results.base import LazyText


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What the model answers in one box of a question.

    shares   answers with their shares, 0 to 1, the greatest first
    truth    the right answer; "" if unknown
    """

    shares: tuple[tuple[str, float], ...]
    truth: str = ""


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """One answer, how many gave it, and the model's share of it; None where the model says nothing of it.

    title   of one that was chosen, lazy; of one that was typed, the answer itself
    """

    answer: str
    count: int
    title: LazyText
    share: float | None = None


@dataclass(frozen=True, slots=True)
class BoxCounts:
    """One box of a question: a mask among several, or the only one.

    label     what is written beside it
    answers   the most frequent first, then the model's; none that the teacher has hidden
    truth     the right answer, "" if unknown
    """

    label: LazyText
    answers: tuple[AnswerCount, ...] = ()
    truth: LazyText = ""

    @property
    def model(self) -> AnswerCount | None:
        """The model's first answer; None where it has none."""
        return max((one for one in self.answers if one.share), key=lambda one: one.share or 0.0, default=None)

    def first(self, most: int) -> tuple[AnswerCount, ...]:
        """The most frequent answers; the model's first one is always among them."""
        shown = self.answers[:most]
        return shown if self.model is None or self.model in shown else (*shown[: most - 1], self.model)


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Which step of a lesson a question is.

    name             of the lesson in a link
    title            of the lesson; step: from 1, of `steps`
    question, answer the teacher's, of this step; "" where there is no answer. Lazy in a lesson of our own
    """

    name: str
    title: LazyText
    step: int
    steps: int
    question: LazyText
    answer: LazyText = ""


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """One question to a class, with its answers.

    id            the digest by which the store knows the question
    page, link    where it belongs: the page, and the values of its link, as (name, value)
    title         what it is about, the sentence for example; prompt: what is asked of it. Lazy where they are our own
    choices       the answers that can be chosen, with their titles; none where an answer is typed
    is_number     the choices are whole numbers in order, and one of them is typed
    is_revealed   whether the class may see the model's answer
    answered      how many have answered
    hidden        answers that the teacher has taken off all screens, and how many gave each
    lesson        the step of a lesson that it is; None for a question outside a lesson
    """

    id: str
    page: str
    link: tuple[tuple[str, str], ...]
    title: LazyText
    prompt: LazyText
    choices: Mapping[str, LazyText]
    is_number: bool
    is_revealed: bool
    answered: int
    boxes: tuple[BoxCounts, ...]
    hidden: tuple[AnswerCount, ...] = ()
    lesson: LessonPlace | None = None

    @property
    def is_in_words(self) -> bool:
        """Whether it is a question of a lesson that nothing but its teacher answers: no page guesses there."""
        return self.lesson is not None and self.prompt == self.lesson.question


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What one student answered to a question.

    question   as students see it now
    boxes      the answer, a text for each box; "" for one left empty
    asked      when the question was first asked, in unix seconds
    """

    code: str
    question: QuestionCounts
    boxes: tuple[LazyText, ...]
    asked: float


@dataclass(frozen=True, slots=True)
class ClassroomCounts:
    """All questions to a class.

    code        what students type to join
    created     unix seconds
    asked       the id of the question that the teacher asks now; "" before the first
    questions   in the order in which they were asked first
    """

    code: str
    created: float
    asked: str
    questions: tuple[QuestionCounts, ...]
