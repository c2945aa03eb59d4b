"""What is read from the store of rooms, each in a session that is open."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bertplay.results.rooms import AnswerCount, QuestionCounts, RoomCounts
from bertplay.rooms.question import read_title
from bertplay.rooms.tables import CountRow, QuestionRow, RoomRow


@dataclass(frozen=True, slots=True)
class Standing:
    """What a class waits for: the question that is asked now, "" for none, and those whose answer it may see, by their steps."""

    asked: str = ""
    revealed: frozenset[str] = frozenset()


def counts_of(session: Session, row: QuestionRow) -> QuestionCounts:
    """A question as a result."""
    here = (CountRow.room == row.room, CountRow.step == row.step)
    rows = session.execute(select(CountRow.answer, CountRow.count).where(*here).order_by(CountRow.count.desc(), CountRow.answer)).all()
    link = tuple((str(name), str(value)) for name, value in json.loads(row.link))
    return QuestionCounts(row.step, row.page, link, read_title(row.title), row.is_revealed, tuple(AnswerCount(*r) for r in rows))


def question_counts(session: Session, room: str, step: str) -> QuestionCounts | None:
    """A question that may not be there."""
    row = session.get(QuestionRow, (room, step))
    return counts_of(session, row) if row else None


def room_counts(session: Session, room: str) -> RoomCounts:
    """A room as a result."""
    row = session.get_one(RoomRow, room)
    wanted = select(QuestionRow).where(QuestionRow.room == room).order_by(QuestionRow.created, QuestionRow.step)
    return RoomCounts(room, row.created, row.asked, tuple(counts_of(session, q) for q in session.scalars(wanted).all()))


def standing_of(session: Session, room: str) -> Standing:
    """How a room stands; as if nothing were asked when it is gone."""
    row = session.get(RoomRow, room)
    here = (QuestionRow.room == room, QuestionRow.is_revealed)
    return Standing(row.asked if row else "", frozenset(session.scalars(select(QuestionRow.step).where(*here)).all()))
