"""The lessons that teachers have shared, each under a code, stored as the same TOML file that the owner can save."""

import time
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bertplay.codes import new_code, written_code
from bertplay.database import changed, open_database
from bertplay.errors import LimitReached, UnknownLesson
from bertplay.i18n import N_, lazy
from bertplay.lessons.files import lesson_text, parse_lesson
from bertplay.lessons.lesson import Lesson
from bertplay.lessons.tables import Base, LessonRow
from bertplay.settings import Settings

DATABASE = "lessons"
MAX_OF_OWNER, MAX_LESSONS = 50, 2_000
"""The limits for one browser and for the whole server: at most 400 MB."""
DAY = 86_400.0
MAX_DAYS = 365
"""A lesson that has not been opened for this long is deleted."""


@dataclass(frozen=True, slots=True)
class SharedLesson:
    """A lesson of the store. changed: when its owner wrote it last, in unix seconds."""

    code: str
    owner: str
    changed: float
    lesson: Lesson


class LessonStore:
    """Stores lessons under codes. StoreUnavailable when the database cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._database = open_database(settings, DATABASE, Base.metadata, N_("The store of lessons"))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def share(self, lesson: Lesson, owner: str) -> str:
        """Store a lesson of this owner; returns its code. LimitReached; BadInput if it is too long for a file."""
        self.delete_old()
        code, now = new_code(), time.time()
        row = {"code": code, "owner": owner, "changed": now, "used": now, "content": content_of(lesson)}
        with self._database.exclusive() as session:
            require_room(session, owner)
            session.execute(insert(LessonRow).values(row))
        return code

    def change(self, code: str, lesson: Lesson, owner: str) -> None:
        """Store a new version of a lesson under the same code. UnknownLesson unless it belongs to this owner."""
        with self._database.exclusive() as session:
            mine = update(LessonRow).where(LessonRow.code == code, LessonRow.owner == owner)
            if not changed(session, mine.values(content=content_of(lesson), changed=time.time())):
                raise unknown(code)

    def delete(self, code: str, owner: str) -> bool:
        """Delete a lesson of this owner; False if there is none."""
        with self._database.exclusive() as session:
            return changed(session, delete(LessonRow).where(LessonRow.code == code, LessonRow.owner == owner)) > 0

    def delete_old(self) -> int:
        """Delete the lessons that nobody has opened for a year; how many there were."""
        with self._database.exclusive() as session:
            return changed(session, delete(LessonRow).where(LessonRow.used < time.time() - MAX_DAYS * DAY))

    def lesson(self, code: str) -> SharedLesson:
        """The lesson with a code. UnknownLesson."""
        with self._database.session() as session:
            row = session.get(LessonRow, code)
        if row is None:
            raise unknown(code)
        if row.used < time.time() - DAY:  # otherwise opening a lesson writes nothing
            with self._database.exclusive() as session:
                session.execute(update(LessonRow).where(LessonRow.code == code).values(used=time.time()))
        return view_of(row)

    def of_owner(self, owner: str) -> tuple[SharedLesson, ...]:
        """The lessons of one owner, most recently changed first."""
        mine = select(LessonRow).where(LessonRow.owner == owner).order_by(LessonRow.changed.desc(), LessonRow.code)
        with self._database.session() as session:
            return tuple(map(view_of, session.scalars(mine)))


def view_of(row: LessonRow) -> SharedLesson:
    return SharedLesson(row.code, row.owner, row.changed, parsed(row.content))


@lru_cache(maxsize=64)  # every page that a pupil opens within a lesson asks for it
def parsed(content: str) -> Lesson:
    """The lesson of a file's text."""
    return parse_lesson(content.encode())


def content_of(lesson: Lesson) -> str:
    """The text of its file, which can be read again."""
    content = lesson_text(lesson).encode("utf-8", "replace").decode()
    parsed(content)
    return content


def unknown(code: str) -> UnknownLesson:
    remedy = N_("Check the code. A lesson is deleted by its owner, or when nobody has opened it for a year.")
    return UnknownLesson(N_("There is no lesson with this code."), value=written_code(code), remedy=remedy)


def require_room(session: Session, owner: str) -> None:
    """Raise LimitReached if this owner, or the server, has too many lessons already."""
    of_all = select(func.count()).select_from(LessonRow)
    if (session.scalar(of_all.where(LessonRow.owner == owner)) or 0) >= MAX_OF_OWNER:
        remedy = N_("Delete one that you no longer need, or save this one as a file.")
        raise LimitReached(lazy("You have shared {n} lessons, which is the maximum.", n=MAX_OF_OWNER), remedy=remedy)
    if (session.scalar(of_all) or 0) >= MAX_LESSONS:
        problem = lazy("{n:,} lessons are shared on this server, which is the maximum.", n=MAX_LESSONS)
        raise LimitReached(problem, remedy=N_("Save the lesson as a file."))
