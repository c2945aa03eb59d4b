"""The table of the lesson store."""

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bertplay.database import CleanString


class Base(DeclarativeBase):
    """The tables of this store."""


class LessonRow(Base):
    """One lesson.

    code     what is in its link
    owner    the browser that shared it, by its fingerprint
    changed  when its owner wrote it last; used: when it was last opened, to the day; unix seconds
    content  the lesson as a TOML file
    """

    __tablename__ = "lessons"

    code: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    owner: Mapped[str] = mapped_column(CleanString(64), index=True)
    changed: Mapped[float]
    used: Mapped[float] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(CleanString)
