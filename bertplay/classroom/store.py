"""The classroom store. It has its own database, separate from the runs, because a class is open for only one day.

Three thousand browsers may answer at once, perhaps through two servers. Each browser's answer is a row that its next answer
replaces; answers are counted when they are read. Writes are exclusive transactions.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bertplay.classroom.answers import GivenAnswer, Outcome, write_answers
from bertplay.classroom.queries import (
    classroom_counts,
    count_present,
    given_by,
    question_counts,
    question_for_students,
    question_shown,
    revealed_questions,
)
from bertplay.classroom.question import ClassQuestion, model_to_json
from bertplay.classroom.tables import Base, ClassroomRow, HiddenRow, PresenceRow, QuestionRow, SecretRow
from bertplay.codes import new_code, written_code
from bertplay.database import changed, open_database
from bertplay.database.versioned_cache import VersionedCache
from bertplay.errors import ClassroomFull, NotTheTeacher, UnknownClassroom
from bertplay.i18n import N_, lazy
from bertplay.results.classroom import ClassroomCounts, ModelAnswer, OwnAnswer, QuestionCounts
from bertplay.settings import Settings

DATABASE = "classes_2"
"""Another name whenever the tables change: a class lives for a day, and is not worth a migration."""
SECONDS_OPEN = 24 * 3600.0
MAX_CLASSES, MAX_OF_BROWSER, MAX_OF_ADDRESS = 1_000, 10, 100
"""Open at the same time: in all, by one browser, and from one address, which a whole school may share."""
MAX_QUESTIONS = 100
"""The maximum in one class."""
LinkValues = Sequence[tuple[str, str]]
T = TypeVar("T")


class ClassroomStore:
    """Opens classes and records their questions and answers. StoreUnavailable when the database cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._database = open_database(settings, DATABASE, Base.metadata, N_("The store of classes"))
        self._cache = VersionedCache(self._database.version)
        self.delete_old()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def open(self, key_for: Callable[[str], str] = lambda code: "", *, browser: str = "", address: str = "") -> tuple[str, str]:
        """Open a class: returns its code and the teacher's key, which is random unless `key_for` returns one for this code.

        browser, address   who opens it ("" if unknown): the number of open classes is limited for each
        """
        self.delete_old()
        code = new_code()
        key = key_for(code) or secrets.token_urlsafe(12)
        who = digest(browser) if browser else "", digest(address) if address else ""
        with self._write() as session:
            require_room(session, *who)
            browser, address = who
            session.add(ClassroomRow(code=code, created=time.time(), teacher=digest(key), opener_browser=browser, opener_address=address))
        return code, key

    def delete_old(self) -> int:
        """Delete the classes that are older than a day; returns how many there were."""
        with self._write() as session:
            return changed(session, delete(ClassroomRow).where(ClassroomRow.created <= oldest_open()))

    def require(self, code: str) -> None:
        """Raise UnknownClassroom unless a class with this code is open."""
        row = self._classroom(code)
        if row is None or row.created <= oldest_open():
            remedy = N_("Check the code. A class stays open for a day; after that, the teacher has to open a new one.")
            raise UnknownClassroom(N_("No class with this code is open."), value=written_code(code), remedy=remedy)

    def is_teacher(self, code: str, key: str) -> bool:
        """Whether this is the teacher's key."""
        row = self._classroom(code)
        return bool(key) and secrets.compare_digest(row.teacher if row else "", digest(key))

    def ask(self, code: str, key: str, question: ClassQuestion, link: LinkValues, model: Sequence[ModelAnswer] = ()) -> None:
        """Make this the current question; `link` has the values of the page's link, `model` the model's answers, for the reveal."""
        self._require_teacher(code, key)
        with self._write(code) as session:
            row = question_row(session, code, question)
            row.link, row.model, row.content = json.dumps(list(link)), model_to_json(model), question.to_json()
            session.execute(update(ClassroomRow).where(ClassroomRow.code == code).values(asked=question.id))

    def reveal(self, code: str, key: str, question_id: str, *, is_revealed: bool) -> None:
        """Reveal the model's answer to the class, or hide it again."""
        self._require_teacher(code, key)
        with self._write(code) as session:
            row = (QuestionRow.code == code, QuestionRow.id == question_id)
            session.execute(update(QuestionRow).where(*row).values(is_revealed=is_revealed))

    def hide(self, code: str, key: str, question_id: str, answer: str, *, is_hidden: bool = True) -> None:
        """Hide an answer on all screens, or show it again."""
        self._require_teacher(code, key)
        with self._write(code) as session:
            if is_hidden:
                session.merge(HiddenRow(code=code, question=question_id, answer=answer))
            else:
                row = (HiddenRow.code == code, HiddenRow.question == question_id, HiddenRow.answer == answer)
                session.execute(delete(HiddenRow).where(*row))

    def answer(self, answers: Sequence[GivenAnswer]) -> list[Outcome]:
        """Record answers, each replacing the same student's earlier one; returns for each how it is counted, or why it is not."""
        with self._write() as session:
            return write_answers(session, answers, oldest_open())

    def asked(self, code: str) -> str:
        """The id of the current question; "" for none."""
        row = self._classroom(code)
        return row.asked if row else ""

    def is_revealed(self, code: str, question_id: str) -> bool:
        """Whether the model's answer to this question has been revealed."""
        return question_id in self._read(("revealed", code), lambda session: revealed_questions(session, code))

    def question(self, code: str, question_id: str) -> QuestionCounts | None:
        """One question with its counts; None if it has not been asked."""
        return self._read(("question", code, question_id), lambda session: question_counts(session, code, question_id))

    def for_students(self, code: str) -> QuestionCounts | None:
        """The current question as students see it, with its counts once it has been revealed. UnknownClassroom."""
        self.require(code)
        return self._read(("students", code), lambda session: question_for_students(session, code))

    def answers_of(self, cookie: str) -> list[OwnAnswer]:
        """The answers of the student with this cookie in all open classes, in the order in which the questions were asked."""
        with self._database.session() as session:
            given = given_by(session, cookie)
        found = []
        for key, boxes in given.items():
            asked, question = self._read(("shown", *key), partial(question_shown, code=key[0], question_id=key[1]))
            texts = (boxes.get(number, "") for number in range(len(question.boxes)))
            found.append(OwnAnswer(key[0], question, tuple(question.choices.get(text, text) for text in texts), asked))
        return sorted(found, key=lambda own: own.asked)

    def counts(self, code: str) -> ClassroomCounts:
        """All questions of a class with their counts. UnknownClassroom."""
        self.require(code)
        return self._read(("counts", code), lambda session: classroom_counts(session, code))

    def set_present(self, server: str, counts: dict[str, int]) -> None:
        """Record how many students of each open class are connected to this server."""
        with self._write() as session:
            known = set(session.scalars(select(ClassroomRow.code).where(ClassroomRow.code.in_(counts))))
            for code in known:
                session.merge(PresenceRow(code=code, server=server, present=counts[code], since=time.time()))

    def present(self, code: str) -> int:
        """How many students are connected."""
        return self._read(("present", code), lambda session: count_present(session, code))

    def secret(self) -> bytes:
        """The secret shared by all servers of this store; created on first use."""
        with self._write() as session:
            row = session.get(SecretRow, 1) or SecretRow(id=1, value=secrets.token_hex(32))
            session.add(row)
            return bytes.fromhex(row.value)

    def _classroom(self, code: str) -> ClassroomRow | None:
        return self._read(("classroom", code), lambda session: session.get(ClassroomRow, code))

    def _read(self, key: Hashable, query: Callable[[Session], T]) -> T:
        """The result of a read-only query, cached until something is written."""

        def read_now() -> T:
            with self._database.session() as session:
                return query(session)

        return self._cache.get(key, read_now)

    def _require_teacher(self, code: str, key: str) -> None:
        self.require(code)
        if not self.is_teacher(code, key):
            raise NotTheTeacher(N_("This is not the teacher's key of the class."), remedy=N_("Open the teacher's own link again."))

    @contextmanager
    def _write(self, code: str = "") -> Iterator[Session]:
        """One transaction, all or nothing. UnknownClassroom when the class no longer exists."""
        try:
            with self._database.exclusive() as session:
                yield session
        except IntegrityError as error:
            raise UnknownClassroom(N_("This class is closed."), value=code, remedy=N_("Open a new one.")) from error


def oldest_open() -> float:
    """Classes opened before this time (unix seconds) have expired."""
    return time.time() - SECONDS_OPEN


def digest(key: str) -> str:
    """The digest that the store keeps in place of a key, a browser or an address."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def require_room(session: Session, browser: str, address: str) -> None:
    """Raise ClassroomFull when too many classes are open: on this server, or opened by this browser or network address."""
    of_all = select(func.count()).select_from(ClassroomRow)
    limits = (
        (MAX_OF_BROWSER, browser, of_all.where(ClassroomRow.opener_browser == browser), N_("You have {n} classes open.")),
        (MAX_OF_ADDRESS, address, of_all.where(ClassroomRow.opener_address == address), N_("{n} classes are open from your network.")),
        (MAX_CLASSES, "all", of_all, N_("{n:,} classes are open on this server.")),
    )
    for most, who, query, problem in limits:
        if who and (session.scalar(query) or 0) >= most:
            raise ClassroomFull(lazy(problem, n=most), remedy=N_("Try again later: each class is deleted a day after it was opened."))


def question_row(session: Session, code: str, question: ClassQuestion) -> QuestionRow:
    """The row of a question, created if the class does not have it yet. ClassroomFull after a hundred questions."""
    row = session.get(QuestionRow, (code, question.id))
    if row is not None:
        return row
    if (session.scalar(select(func.count()).select_from(QuestionRow).where(QuestionRow.code == code)) or 0) >= MAX_QUESTIONS:
        problem = lazy("This class has had {n} questions, which is the maximum.", n=MAX_QUESTIONS)
        raise ClassroomFull(problem, remedy=N_("Open a new class."))
    row = QuestionRow(code=code, id=question.id, created=time.time(), page=question.page)
    session.add(row)
    return row
