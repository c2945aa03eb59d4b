"""The tables of the classroom store."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bertplay.database import CleanString


class Base(DeclarativeBase):
    """The tables of this store."""


class ClassroomRow(Base):
    """One class.

    code      what students type to join
    created   unix seconds; the class is deleted a day later
    teacher   the digest of the teacher's key, so that the store does not hold the key
    opener    digests of the browser and of the address that opened it
    asked     the id of the question that the teacher asks now
    """

    __tablename__ = "classrooms"

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    created: Mapped[float] = mapped_column(index=True)
    teacher: Mapped[str] = mapped_column(CleanString(64))
    opener_browser: Mapped[str] = mapped_column(CleanString(64), default="")
    opener_address: Mapped[str] = mapped_column(CleanString(64), default="")
    asked: Mapped[str] = mapped_column(CleanString(32), default="")


class QuestionRow(Base):
    """One question; `link` is JSON, a list of [name, value], and so are `content` and `model` (see question.py)."""

    __tablename__ = "questions"

    code: Mapped[str] = mapped_column(ForeignKey("classrooms.code", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    created: Mapped[float]
    page: Mapped[str] = mapped_column(CleanString(32))
    link: Mapped[str] = mapped_column(CleanString)
    content: Mapped[str] = mapped_column(CleanString)
    model: Mapped[str] = mapped_column(CleanString)
    is_revealed: Mapped[bool] = mapped_column(default=False)


class AnswerRow(Base):
    """What one browser answers in one box of a question. `student` is a digest that differs from class to class."""

    __tablename__ = "answers"
    __table_args__ = (ForeignKeyConstraint(["code", "question"], ["questions.code", "questions.id"], ondelete="CASCADE"),)

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    question: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    student: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    box: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(CleanString(40))


class HiddenRow(Base):
    """An answer to a question that the teacher has taken off all screens."""

    __tablename__ = "hidden"
    __table_args__ = (ForeignKeyConstraint(["code", "question"], ["questions.code", "questions.id"], ondelete="CASCADE"),)

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    question: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    answer: Mapped[str] = mapped_column(CleanString(40), primary_key=True)


class PresenceRow(Base):
    """How many students one server process has connected, and when it said so, in unix seconds."""

    __tablename__ = "presence"

    code: Mapped[str] = mapped_column(ForeignKey("classrooms.code", ondelete="CASCADE"), primary_key=True)
    server: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    here: Mapped[int]
    since: Mapped[float]


class SecretRow(Base):
    """The secret with which the servers of this store sign the identities of students."""

    __tablename__ = "secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(CleanString(64))
