"""The queries of the classroom store; each runs in an open session."""

import json
import time
from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bertplay.classroom.answers import student_of
from bertplay.classroom.question import StoredContent, model_from_json
from bertplay.classroom.tables import AnswerRow, ClassroomRow, HiddenRow, PresenceRow, QuestionRow
from bertplay.i18n import lazy
from bertplay.results.classroom import AnswerCount, BoxCounts, ClassroomCounts, ModelAnswer, QuestionCounts

SECONDS_OF_PRESENCE = 30.0
"""A server that has said nothing for this long is gone, and its students with it."""


def counts_of(session: Session, row: QuestionRow, *, is_for_students: bool = False) -> QuestionCounts:
    """A question as a result; the version for students does not give away the answer before the reveal."""
    content = StoredContent.from_json(row.content)
    link = tuple((str(name), str(value)) for name, value in json.loads(row.link))
    shared = (row.id, row.page, link, content.title, content.prompt, content.choices, content.is_number, row.is_revealed)
    if is_for_students and not row.is_revealed:
        return QuestionCounts(*shared, 0, tuple(BoxCounts(label) for label in content.boxes), lesson=content.lesson)
    of_question = (AnswerRow.code == row.code, AnswerRow.question == row.id)
    answered = session.scalar(select(func.count(AnswerRow.student.distinct())).where(*of_question)) or 0
    query = select(AnswerRow.box, AnswerRow.answer, func.count()).where(*of_question).group_by(AnswerRow.box, AnswerRow.answer)
    given = [(box, answer, count) for box, answer, count in session.execute(query).all()]
    hidden = set(session.scalars(select(HiddenRow.answer).where(HiddenRow.code == row.code, HiddenRow.question == row.id)))
    model = model_from_json(row.model) or tuple(ModelAnswer(()) for _ in content.boxes)
    boxes = tuple(
        box_counts(label, Counter({answer: n for at, answer, n in given if at == number}), content, hidden, model[number])
        for number, label in enumerate(content.boxes)
    )
    total = Counter({answer: 0 for answer in hidden})
    for _box, answer, count in given:
        total[answer] += count if answer in hidden else 0
    out_of_sight = tuple(AnswerCount(answer, count, answer) for answer, count in total.items() if answer in hidden)
    return QuestionCounts(*shared, answered, boxes, out_of_sight, content.lesson)


def box_counts(label: str, given: Counter[str], content: StoredContent, hidden: Collection[str], model: ModelAnswer) -> BoxCounts:
    """The counts of one box: first what the class answered, then what only the model answered."""
    shares = dict(model.shares)
    order = sorted(given.keys() | shares.keys(), key=lambda answer: (-given[answer], -shares.get(answer, 0.0), answer))
    answers = tuple(AnswerCount(one, given[one], content.choices.get(one, one), shares.get(one)) for one in order if one not in hidden)
    return BoxCounts(label, answers, lazy(content.choices[model.truth]) if model.truth in content.choices else model.truth)


def question_counts(session: Session, code: str, question_id: str) -> QuestionCounts | None:
    """A question, or None if the class does not have it."""
    row = session.get(QuestionRow, (code, question_id))
    return counts_of(session, row) if row else None


def question_for_students(session: Session, code: str) -> QuestionCounts | None:
    """The current question as students see it; None before the first."""
    classroom = session.get(ClassroomRow, code)
    row = session.get(QuestionRow, (code, classroom.asked)) if classroom and classroom.asked else None
    return counts_of(session, row, is_for_students=True) if row else None


def classroom_counts(session: Session, code: str) -> ClassroomCounts:
    """A class as a result."""
    row = session.get_one(ClassroomRow, code)
    questions = select(QuestionRow).where(QuestionRow.code == code).order_by(QuestionRow.created, QuestionRow.id)
    return ClassroomCounts(code, row.created, row.asked, tuple(counts_of(session, q) for q in session.scalars(questions).all()))


def given_by(session: Session, cookie: str) -> dict[tuple[str, str], dict[int, str]]:
    """What the browser with this cookie answered in the open classes: (code, question id) -> box -> text."""
    students = [student_of(cookie, code) for code in session.scalars(select(ClassroomRow.code))]
    given: dict[tuple[str, str], dict[int, str]] = {}
    for row in session.scalars(select(AnswerRow).where(AnswerRow.student.in_(students))):
        given.setdefault((row.code, row.question), {})[row.box] = row.answer
    return given


def question_shown(session: Session, code: str, question_id: str) -> tuple[float, QuestionCounts]:
    """When a question was first asked (unix seconds), and the question as students see it."""
    row = session.get_one(QuestionRow, (code, question_id))
    return row.created, counts_of(session, row, is_for_students=True)


def count_present(session: Session, code: str) -> int:
    """How many students are connected, on all servers together."""
    oldest = time.time() - SECONDS_OF_PRESENCE
    query = select(func.sum(PresenceRow.present)).where(PresenceRow.code == code, PresenceRow.since > oldest)
    return int(session.scalar(query) or 0)


def revealed_questions(session: Session, code: str) -> frozenset[str]:
    """The ids of the questions whose answers have been revealed."""
    return frozenset(session.scalars(select(QuestionRow.id).where(QuestionRow.code == code, QuestionRow.is_revealed)).all())
