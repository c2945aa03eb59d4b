"""Writing students' answers: many in one transaction, each replacing the same browser's earlier answer.

Three thousand students answer within seconds; one transaction for each of them would keep the class waiting.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from bertplay.classroom.question import StoredContent
from bertplay.classroom.tables import AnswerRow, ClassroomRow, QuestionRow
from bertplay.errors import BertplayError, ClassroomFull, NotAsked, UnknownClassroom
from bertplay.i18n import N_, lazy

COOKIE = "bertplay_student"
"""Where a browser has its identity as a student: "name.signature"."""
MAX_STUDENTS = 5_000
"""Who answer one question."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one browser answers: `student` is its digest in this class, `boxes` has a text for each box."""

    code: str
    question: str
    student: str
    boxes: tuple[str, ...]


def student_of(cookie: str, code: str) -> str:
    """The student id of the browser with this cookie: a digest that differs from class to class."""
    return hashlib.sha256(f"{code} {cookie.partition('.')[0]}".encode()).hexdigest()[:32]


Outcome = tuple[str, ...] | BertplayError
"""An answer as it was counted, or why it was not."""


def write_answers(session: Session, answers: Sequence[GivenAnswer], oldest: float) -> list[Outcome]:
    """Write answers in order and return the outcome of each. oldest: classes opened before this time (unix seconds) have expired."""
    outcomes: list[Outcome] = []
    accepted: dict[tuple[str, str, str], tuple[str, ...]] = {}
    questions = {key: OpenQuestion.read(session, *key, oldest) for key in {(one.code, one.question) for one in answers}}
    for one in answers:
        found = questions[one.code, one.question]
        try:
            counted = found.accept(one) if isinstance(found, OpenQuestion) else found
        except BertplayError as error:
            counted = error
        outcomes.append(counted)
        if not isinstance(counted, BertplayError):
            accepted[one.code, one.question, one.student] = counted
    replace_answers(session, accepted.items())
    return outcomes


@dataclass(slots=True)
class OpenQuestion:
    """A question that is open for answers (asked and not yet revealed), and who has answered it."""

    content: StoredContent
    students: set[str]

    @classmethod
    def read(cls, session: Session, code: str, question: str, oldest: float) -> "OpenQuestion | BertplayError":
        """The question, or why it takes no answers."""
        classroom = session.get(ClassroomRow, code)
        if classroom is None or classroom.created <= oldest:
            return UnknownClassroom(N_("This class is closed."), remedy=N_("Ask your teacher for a new code."))
        row = session.get(QuestionRow, (code, question))
        if row is None or classroom.asked != question:
            return NotAsked(N_("Your teacher has moved on to another question."), remedy=N_("It will appear here in a moment."))
        if row.is_revealed:
            return NotAsked(N_("The model's answer is already shown."), remedy=N_("Your answer came too late to be counted."))
        known = select(AnswerRow.student).distinct().where(AnswerRow.code == code, AnswerRow.question == question)
        return cls(StoredContent.from_json(row.content), set(session.scalars(known)))

    def accept(self, given: GivenAnswer) -> tuple[str, ...]:
        """The answer in the form in which it is counted. BadInput, ClassroomFull."""
        counted = self.content.read_answer(given.boxes)
        if given.student not in self.students and len(self.students) >= MAX_STUDENTS:
            problem = lazy("{n:,} students have answered this question, which is the maximum.", n=MAX_STUDENTS)
            raise ClassroomFull(problem, remedy=N_("Tell your teacher."))
        self.students.add(given.student)
        return counted


def replace_answers(session: Session, accepted: Iterable[tuple[tuple[str, str, str], tuple[str, ...]]]) -> None:
    """Replace these students' earlier answers with their new ones."""
    old, new = [], []
    for (code, question, student), boxes in accepted:
        key = {"code": code, "question": question, "student": student}
        old.append({f"of_{name}": value for name, value in key.items()})
        new += [{**key, "box": box, "answer": answer} for box, answer in enumerate(boxes) if answer]
    if not new:
        return
    table = cast(Table, AnswerRow.__table__)
    session.connection().execute(
        delete(table).where(
            table.c.code == bindparam("of_code"), table.c.question == bindparam("of_question"), table.c.student == bindparam("of_student")
        ),
        old,
    )
    session.execute(insert(AnswerRow), new)
