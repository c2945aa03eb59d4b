"""The tables of the classroom store."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bertplay.database import CleanString


class Base(DeclarativeBase):
    """The tables of this store."""


class ClassroomRow(Base):
    """One class.

    code      the code that students type to join
    created   unix seconds; the class is deleted a day later
    teacher   the digest of the teacher's key; the key itself is not stored
    opener    digests of the browser and the address that opened it
    asked     the id of the current question
    """

    __tablename__ = "classrooms"

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    created: Mapped[float] = mapped_column(index=True)
    teacher: Mapped[str] = mapped_column(CleanString(64))
    opener_browser: Mapped[str] = mapped_column(CleanString(64), default="")
    opener_address: Mapped[str] = mapped_column(CleanString(64), default="")
    asked: Mapped[str] = mapped_column(CleanString(32), default="")


class QuestionRow(Base):
    """One question; `link` is a JSON list of [name, value]; `content` and `model` are JSON too (see question.py)."""

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
    """One browser's answer in one box of a question. `student` is a digest that differs from class to class."""

    __tablename__ = "answers"
    __table_args__ = (ForeignKeyConstraint(["code", "question"], ["questions.code", "questions.id"], ondelete="CASCADE"),)

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    question: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    student: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    box: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(CleanString(40))


class HiddenRow(Base):
    """An answer that the teacher has hidden on all screens."""

    __tablename__ = "hidden"
    __table_args__ = (ForeignKeyConstraint(["code", "question"], ["questions.code", "questions.id"], ondelete="CASCADE"),)

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    question: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    answer: Mapped[str] = mapped_column(CleanString(40), primary_key=True)


class PresenceRow(Base):
    """How many students are connected to one server process, and when it last reported (unix seconds)."""

    __tablename__ = "presence"

    code: Mapped[str] = mapped_column(ForeignKey("classrooms.code", ondelete="CASCADE"), primary_key=True)
    server: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    present: Mapped[int]
    since: Mapped[float]


class SecretRow(Base):
    """The secret with which the servers of this store sign students' identities."""

    __tablename__ = "secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(CleanString(64))
