"""The three tables of the store of rooms: rooms, the questions of each, and how often each answer was given."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this store."""


class RoomRow(Base):
    """One room.

    created   unix seconds; a day later the room is dropped
    teacher   the digest of the teacher's key, so that the store does not hold the key
    asked     the step that the teacher asks now
    """

    __tablename__ = "rooms"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    created: Mapped[float] = mapped_column(index=True)
    teacher: Mapped[str] = mapped_column(String(64))
    asked: Mapped[str] = mapped_column(String(32), default="")


class QuestionRow(Base):
    """One question; `link` is JSON, a list of [name, value], and so is `title` (see `written_title`)."""

    __tablename__ = "questions"

    room: Mapped[str] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(String(32), primary_key=True)
    created: Mapped[float]
    page: Mapped[str] = mapped_column(String(32))
    link: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    is_revealed: Mapped[bool] = mapped_column(default=False)


class CountRow(Base):
    """One answer to a question, and how many gave it: never less than one, for then the row goes."""

    __tablename__ = "counts"
    __table_args__ = (ForeignKeyConstraint(["room", "step"], ["questions.room", "questions.step"], ondelete="CASCADE"),)

    room: Mapped[str] = mapped_column(String(16), primary_key=True)
    step: Mapped[str] = mapped_column(String(32), primary_key=True)
    answer: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
