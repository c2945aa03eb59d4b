"""What a class answered: counts, and no names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """One answer, and how many gave it."""

    answer: str
    count: int


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """One question of a room.

    step          what stands for the question in the store
    page, link    where it is asked: the page, and what its link holds, as (name, value)
    title         the question in words, in English; a text of our own is told in another language by `as_told`
    is_revealed   whether the class may see the model's answer
    answers       the most frequent first; those as frequent by the alphabet
    """

    step: str
    page: str
    link: tuple[tuple[str, str], ...]
    title: str
    is_revealed: bool
    answers: tuple[AnswerCount, ...]

    @property
    def total(self) -> int:
        """How many answers there are in all."""
        return sum(answer.count for answer in self.answers)


@dataclass(frozen=True, slots=True)
class RoomCounts:
    """A whole room.

    created     unix seconds
    asked       the step that the teacher asks now; "" before the first
    questions   in the order in which they came
    """

    room: str
    created: float
    asked: str
    questions: tuple[QuestionCounts, ...]
