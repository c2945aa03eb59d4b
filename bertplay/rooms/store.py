"""The store of rooms: every reading and writing of it. A file of its own beside the runs, for rooms live a day.

Three hundred browsers answer at once, perhaps at two servers. So no count is read, thought about and written back: an
answer is one UPSERT that adds one. Each transaction begins with its writing, which SQLite lets wait for another's.
Within a process writers queue at a lock, in turn; waiting for the file they would sleep, and the unlucky ones long.
"""

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import and_, delete, func, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bertplay.database import changed, explained, open_sqlite
from bertplay.errors import BadInput, NotTheTeacher, RoomIsFull, UnknownRoom
from bertplay.results.rooms import QuestionCounts, RoomCounts
from bertplay.rooms.glance import Glance
from bertplay.rooms.question import Question, normal, written_title
from bertplay.rooms.reading import Standing, question_counts, room_counts, standing_of
from bertplay.rooms.tables import Base, CountRow, QuestionRow, RoomRow
from bertplay.settings import Settings
from bertplay.wording import later, mark

FILE = "rooms.sqlite"
SECONDS_OF_A_ROOM = 24 * 3600.0
MOST_ROOMS = 1_000
MOST_QUESTIONS = 100
"""In one room."""
MOST_ANSWERS = 500
"""Different ones to one question."""
CONSONANTS, VOWELS = "bdglmnrstvz", "aeiou"
ID_CHARACTERS = 6
LinkValues = Sequence[tuple[str, str]]
T = TypeVar("T")


class RoomStore:
    """Rooms are opened, asked, answered, revealed and counted. StoreUnavailable when the file cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._where = str(settings.runs_dir)
        self._writing = threading.Lock()
        with self._explained():
            engine = open_sqlite(settings.runs_dir / FILE)
            Base.metadata.create_all(engine)
            self._glance = Glance(engine)
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self.drop_old()

    def close(self) -> None:
        """Let go of the file."""
        self._glance.close()
        self._sessions.kw["bind"].dispose()

    def open(self, key_for: Callable[[str], str] = lambda room: "") -> tuple[str, str]:
        """A new room: its name, and the teacher's key, drawn at random unless `key_for` has one for this name."""
        self.drop_old()
        room = new_name()
        key = key_for(room) or secrets.token_urlsafe(12)
        rooms = select(func.count()).select_from(RoomRow).scalar_subquery()
        row = select(literal(room), literal(time.time()), literal(digest(key)), literal("")).where(rooms < MOST_ROOMS)
        with self._write() as session:
            is_open = changed(session, insert(RoomRow).from_select(["id", "created", "teacher", "asked"], row).on_conflict_do_nothing())
        if is_open:
            return room, key
        if self._is_there(room):
            return self.open(key_for)
        problem = later("{n:,} rooms are open on this server.", n=MOST_ROOMS)
        raise RoomIsFull(problem, remedy=mark("The oldest is dropped a day after it was opened."))

    def drop_old(self) -> int:
        """Forget what is older than a day; how many rooms."""
        with self._write() as session:
            return changed(session, delete(RoomRow).where(RoomRow.created <= time.time() - SECONDS_OF_A_ROOM))

    def require(self, room: str) -> None:
        """UnknownRoom unless it is open."""
        if not self._is_there(room):
            remedy = mark("Look whether the name is right; a room is open for a day. The teacher can open another.")
            raise UnknownRoom(mark("No room of this name is open."), value=room, remedy=remedy)

    def is_teacher(self, room: str, key: str) -> bool:
        """Whether this key is the room's."""
        row = self._room(room)
        return bool(key) and secrets.compare_digest(row.teacher if row else "", digest(key))

    def ask(self, room: str, key: str, question: Question, link: LinkValues) -> None:
        """The teacher asks this now; `link` is what the page's link holds."""
        self._require_teacher(room, key)
        with self._write(room) as session:
            add_question(session, room, question)
            here = (QuestionRow.room == room, QuestionRow.step == question.step)
            session.execute(update(QuestionRow).where(*here).values(link=json.dumps(list(link))))
            session.execute(update(RoomRow).where(RoomRow.id == room).values(asked=question.step))

    def add(self, room: str, question: Question) -> None:
        """Know of a question, also before anybody answers."""
        with self._write(room) as session:
            add_question(session, room, question)

    def reveal(self, room: str, key: str, step: str, *, is_revealed: bool) -> None:
        """The class may see the model's answer, or may not any more."""
        self._require_teacher(room, key)
        with self._write(room) as session:
            here = (QuestionRow.room == room, QuestionRow.step == step)
            session.execute(update(QuestionRow).where(*here).values(is_revealed=is_revealed))

    def count(self, room: str, question: Question, answer: str, before: str = "") -> str:
        """One more of this answer, and one less of what this returned for the same reader before; the answer as it is counted."""
        said = normal(answer)
        if not said:
            raise BadInput(mark("The answer is empty."), remedy=mark("Type a word."))
        with self._write(room) as session:
            add_question(session, room, question)
            if said == before:
                return said
            if before:
                take_back(session, room, question.step, before)
            add_answer(session, room, question.step, said)
        return said

    def standing(self, room: str) -> Standing:
        """What is asked in a room now, and what is revealed."""
        return self._look(("standing", room), lambda session: standing_of(session, room))

    def asked(self, room: str) -> str:
        """The step that the teacher asks now; "" when none."""
        return self.standing(room).asked

    def is_revealed(self, room: str, step: str) -> bool:
        """Whether the class may see the model's answer to this question."""
        return step in self.standing(room).revealed

    def question(self, room: str, step: str) -> QuestionCounts | None:
        """One question with its counts; None when nobody asked or answered it."""
        return self._look(("question", room, step), lambda session: question_counts(session, room, step))

    def counts(self, room: str) -> RoomCounts:
        """Everything that a room holds. UnknownRoom."""
        self.require(room)
        return self._look(("counts", room), lambda session: room_counts(session, room))

    def _is_there(self, room: str) -> bool:
        row = self._room(room)
        return row is not None and row.created > time.time() - SECONDS_OF_A_ROOM

    def _room(self, room: str) -> RoomRow | None:
        return self._look(("room", room), lambda session: session.get(RoomRow, room))

    def _look(self, what: Hashable, read: Callable[[Session], T]) -> T:
        """What is read in a transaction that writes nothing, or was since the last writing."""

        def read_now() -> T:
            with self._sessions() as session:
                return read(session)

        with self._explained():
            return self._glance.of(what, read_now)

    def _require_teacher(self, room: str, key: str) -> None:
        self.require(room)
        if not self.is_teacher(room, key):
            raise NotTheTeacher(mark("This is not the key of the room."), remedy=mark("Open the teacher's own link again."))

    @contextmanager
    def _write(self, room: str = "") -> Iterator[Session]:
        """One transaction; all of it or nothing. A room that is gone is UnknownRoom."""
        try:
            with self._explained(), self._writing, self._sessions.begin() as session:
                yield session
        except IntegrityError as error:
            raise UnknownRoom(mark("This room is closed."), value=room, remedy=mark("The teacher can open another.")) from error

    def _explained(self) -> Any:
        return explained(mark("The store of rooms"), self._where)


def new_name() -> str:
    """A name that can be read aloud: "bamodi"."""
    return "".join(secrets.choice(VOWELS if place % 2 else CONSONANTS) for place in range(ID_CHARACTERS))


def digest(key: str) -> str:
    """What the store keeps of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def add_question(session: Session, room: str, question: Question) -> None:
    """A question that a room has not had before, while there is place."""
    columns = ["room", "step", "created", "page", "link", "title", "is_revealed"]
    values = (room, question.step, time.time(), question.page, "[]", written_title(question.title), False)
    had = select(func.count()).select_from(QuestionRow).where(QuestionRow.room == room).scalar_subquery()
    row = select(*map(literal, values)).where(had < MOST_QUESTIONS)
    is_new = changed(session, insert(QuestionRow).from_select(columns, row).on_conflict_do_nothing())
    if not is_new and session.get(QuestionRow, (room, question.step)) is None:
        problem = later("This room has had {n} questions, and that is all it holds.", n=MOST_QUESTIONS)
        raise RoomIsFull(problem, remedy=mark("The teacher can open another room."))


def add_answer(session: Session, room: str, step: str, answer: str) -> None:
    """One more of an answer; a new one only while there is place."""
    here = and_(CountRow.room == room, CountRow.step == step)
    different = select(func.count()).select_from(CountRow).where(here).scalar_subquery()
    is_known = select(CountRow.count).where(here, CountRow.answer == answer).exists()
    row = select(*map(literal, (room, step, answer, 1))).where(or_(different < MOST_ANSWERS, is_known))
    one_more = insert(CountRow).from_select(["room", "step", "answer", "count"], row)
    if not changed(session, one_more.on_conflict_do_update(set_={"count": CountRow.count + 1})):
        problem = later("This question has {n} different answers, and that is all a room holds.", n=MOST_ANSWERS)
        raise RoomIsFull(problem, value=answer, remedy=mark("Give an answer that somebody gave before."))


def take_back(session: Session, room: str, step: str, answer: str) -> None:
    """One less of an answer; the last one takes the row with it."""
    here = (CountRow.room == room, CountRow.step == step, CountRow.answer == answer)
    session.execute(update(CountRow).where(*here).values(count=CountRow.count - 1))
    session.execute(delete(CountRow).where(*here, CountRow.count <= 0))
