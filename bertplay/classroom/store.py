"""The classroom store: all reading and writing of it. A file of its own beside the runs, since a class is open for only a day.

Three thousand browsers answer at once, perhaps through two servers. What a browser answers is a row of its own, which its next
answer replaces; what a class answered is counted when it is read. Each transaction begins with a write, which SQLite lets wait for
another writer. Within a process writers queue at a lock, first come, first served; SQLite makes a waiting writer sleep and retry,
which is unfair.
"""

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bertplay.classroom.answers import GivenAnswer, Outcome, write_answers
from bertplay.classroom.codes import new_code, written_code
from bertplay.classroom.queries import classroom_counts, question_counts, question_for_students, revealed_questions, students_here
from bertplay.classroom.question import ClassQuestion, model_to_json
from bertplay.classroom.tables import Base, ClassroomRow, HiddenRow, PresenceRow, QuestionRow, SecretRow
from bertplay.classroom.versioned_cache import VersionedCache
from bertplay.database import changed, explained, open_sqlite
from bertplay.errors import ClassroomFull, NotTheTeacher, UnknownClassroom
from bertplay.i18n import N_, lazy
from bertplay.results.classroom import ClassroomCounts, ModelAnswer, QuestionCounts
from bertplay.settings import Settings

FILE = "classes_2.sqlite"
"""Another name whenever the tables change: a class lives for a day, and is not worth a migration."""
SECONDS_OPEN = 24 * 3600.0
MAX_CLASSES, MAX_OF_BROWSER, MAX_OF_ADDRESS = 1_000, 10, 100
"""Open at the same time: in all, by one browser, and from one address, which a whole school may share."""
MAX_QUESTIONS = 100
"""In one class."""
LinkValues = Sequence[tuple[str, str]]
T = TypeVar("T")


class ClassroomStore:
    """Opens classes, and records what they are asked and what they answer. StoreUnavailable when the file cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._where = str(settings.runs_dir)
        self._writing = threading.Lock()
        with self._explained():
            engine = open_sqlite(settings.runs_dir / FILE)
            Base.metadata.create_all(engine)
            self._cache = VersionedCache(engine)
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self.delete_old()

    def close(self) -> None:
        """Close the file."""
        self._cache.close()
        self._sessions.kw["bind"].dispose()

    def open(self, key_for: Callable[[str], str] = lambda code: "", *, browser: str = "", address: str = "") -> tuple[str, str]:
        """Open a class: its code, and the teacher's key, drawn at random unless `key_for` has one for this code.

        browser, address   who opens it, "" unknown: neither may open too many
        """
        self.delete_old()
        code = new_code()
        key = key_for(code) or secrets.token_urlsafe(12)
        who = digest(browser) if browser else "", digest(address) if address else ""
        with self._write() as session:
            take_turn(session)
            require_room(session, *who)
            row = (code, time.time(), digest(key), *who, "")
            columns = ["code", "created", "teacher", "opener_browser", "opener_address", "asked"]
            session.execute(insert(ClassroomRow).values(dict(zip(columns, row, strict=True))))
        return code, key

    def delete_old(self) -> int:
        """Delete the classes that are older than a day; how many there were."""
        with self._write() as session:
            return changed(session, delete(ClassroomRow).where(ClassroomRow.created <= oldest_open()))

    def require(self, code: str) -> None:
        """UnknownClassroom unless a class with this code is open."""
        row = self._classroom(code)
        if row is None or row.created <= oldest_open():
            remedy = N_("Check the code. A class stays open for a day; after that, the teacher has to open a new one.")
            raise UnknownClassroom(N_("No class with this code is open."), value=written_code(code), remedy=remedy)

    def is_teacher(self, code: str, key: str) -> bool:
        """Whether this is the teacher's key."""
        row = self._classroom(code)
        return bool(key) and secrets.compare_digest(row.teacher if row else "", digest(key))

    def ask(self, code: str, key: str, question: ClassQuestion, link: LinkValues, model: Sequence[ModelAnswer] = ()) -> None:
        """The teacher asks this question now; `link` has the values of the page's link, `model` what it answers, for the reveal."""
        self._require_teacher(code, key)
        with self._write(code) as session:
            add_question(session, code, question)
            row = (QuestionRow.code == code, QuestionRow.id == question.id)
            new = {"link": json.dumps(list(link)), "model": model_to_json(model), "content": question.to_json()}
            session.execute(update(QuestionRow).where(*row).values(new))
            session.execute(update(ClassroomRow).where(ClassroomRow.code == code).values(asked=question.id))

    def reveal(self, code: str, key: str, question_id: str, *, is_revealed: bool) -> None:
        """Show the model's answer to the class, or hide it again."""
        self._require_teacher(code, key)
        with self._write(code) as session:
            row = (QuestionRow.code == code, QuestionRow.id == question_id)
            session.execute(update(QuestionRow).where(*row).values(is_revealed=is_revealed))

    def hide(self, code: str, key: str, question_id: str, answer: str, *, is_hidden: bool = True) -> None:
        """Take an answer off all screens, or show it again."""
        self._require_teacher(code, key)
        with self._write(code) as session:
            if is_hidden:
                session.execute(insert(HiddenRow).values(code=code, question=question_id, answer=answer).on_conflict_do_nothing())
            else:
                row = (HiddenRow.code == code, HiddenRow.question == question_id, HiddenRow.answer == answer)
                session.execute(delete(HiddenRow).where(*row))

    def answer(self, answers: Sequence[GivenAnswer]) -> list[Outcome]:
        """Count answers, each in place of the same student's one before; for each how it is counted, or why it is not."""
        with self._write() as session:
            take_turn(session)
            return write_answers(session, answers, oldest_open())

    def asked(self, code: str) -> str:
        """The id of the question that the teacher asks now; "" for none."""
        row = self._classroom(code)
        return row.asked if row else ""

    def is_revealed(self, code: str, question_id: str) -> bool:
        """Whether the model's answer to this question is revealed."""
        return question_id in self._read(("revealed", code), lambda session: revealed_questions(session, code))

    def question(self, code: str, question_id: str) -> QuestionCounts | None:
        """One question with its counts; None when it has not been asked."""
        return self._read(("question", code, question_id), lambda session: question_counts(session, code, question_id))

    def for_students(self, code: str) -> QuestionCounts | None:
        """What students see: the question that is asked now, its counts once it is revealed. UnknownClassroom."""
        self.require(code)
        return self._read(("students", code), lambda session: question_for_students(session, code))

    def counts(self, code: str) -> ClassroomCounts:
        """All questions and answers of a class. UnknownClassroom."""
        self.require(code)
        return self._read(("counts", code), lambda session: classroom_counts(session, code))

    def set_here(self, server: str, here: dict[str, int]) -> None:
        """How many students of each class are connected to this server; of classes that are still open."""
        with self._write() as session:
            take_turn(session)
            known = set(session.scalars(select(ClassroomRow.code).where(ClassroomRow.code.in_(here))))
            for code in known:
                new = {"here": here[code], "since": time.time()}
                row = insert(PresenceRow).values(code=code, server=server, **new)
                session.execute(row.on_conflict_do_update(index_elements=["code", "server"], set_=new))

    def here(self, code: str) -> int:
        """How many students are connected."""
        return self._read(("here", code), lambda session: students_here(session, code))

    def secret(self) -> bytes:
        """The secret that all servers of this store share; drawn by the first that asks."""
        with self._write() as session:
            session.execute(insert(SecretRow).values(id=1, value=secrets.token_hex(32)).on_conflict_do_nothing())
            return bytes.fromhex(session.get_one(SecretRow, 1).value)

    def _classroom(self, code: str) -> ClassroomRow | None:
        return self._read(("classroom", code), lambda session: session.get(ClassroomRow, code))

    def _read(self, key: Hashable, query: Callable[[Session], T]) -> T:
        """The result of a query that writes nothing; a cached one if nothing has been written since."""

        def read_now() -> T:
            with self._sessions() as session:
                return query(session)

        with self._explained():
            return self._cache.get(key, read_now)

    def _require_teacher(self, code: str, key: str) -> None:
        self.require(code)
        if not self.is_teacher(code, key):
            raise NotTheTeacher(N_("This is not the teacher's key of the class."), remedy=N_("Open the teacher's own link again."))

    @contextmanager
    def _write(self, code: str = "") -> Iterator[Session]:
        """One transaction, all or nothing. UnknownClassroom when the class no longer exists."""
        try:
            with self._explained(), self._writing, self._sessions.begin() as session:
                yield session
        except IntegrityError as error:
            raise UnknownClassroom(N_("This class is closed."), value=code, remedy=N_("Open a new one.")) from error

    def _explained(self) -> Any:
        return explained(N_("The store of classes"), self._where)


def oldest_open() -> float:
    """When the oldest class was opened that is still open, in unix seconds."""
    return time.time() - SECONDS_OPEN


def digest(key: str) -> str:
    """What the store holds of a key, a browser or an address."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def take_turn(session: Session) -> None:
    """Begin a transaction that reads before it writes: SQLite lets a writer wait, but not a reader that becomes one."""
    session.execute(delete(ClassroomRow).where(ClassroomRow.code == ""))


def require_room(session: Session, browser: str, address: str) -> None:
    """ClassroomFull when too many classes are open: on this server, or by whoever opens one more."""
    of_all = select(func.count()).select_from(ClassroomRow)
    limits = (
        (MAX_OF_BROWSER, browser, of_all.where(ClassroomRow.opener_browser == browser), N_("You have {n} classes open.")),
        (MAX_OF_ADDRESS, address, of_all.where(ClassroomRow.opener_address == address), N_("{n} classes are open from your network.")),
        (MAX_CLASSES, "all", of_all, N_("{n:,} classes are open on this server.")),
    )
    for most, who, query, problem in limits:
        if who and (session.scalar(query) or 0) >= most:
            raise ClassroomFull(lazy(problem, n=most), remedy=N_("Try again later: each class is deleted a day after it was opened."))


def add_question(session: Session, code: str, question: ClassQuestion) -> None:
    """Add a question that the class does not have yet. ClassroomFull at the hundredth."""
    columns = ["code", "id", "created", "page", "link", "content", "model", "is_revealed"]
    values = (code, question.id, time.time(), question.page, "[]", "{}", "[]", False)
    number = select(func.count()).select_from(QuestionRow).where(QuestionRow.code == code).scalar_subquery()
    row = select(*map(literal, values)).where(number < MAX_QUESTIONS)
    is_new = changed(session, insert(QuestionRow).from_select(columns, row).on_conflict_do_nothing())
    if not is_new and session.get(QuestionRow, (code, question.id)) is None:
        problem = lazy("This class has had {n} questions, which is the maximum.", n=MAX_QUESTIONS)
        raise ClassroomFull(problem, remedy=N_("Open a new class."))
