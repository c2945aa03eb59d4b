"""The tables of the worksheet store."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bertplay.database import CleanString


class Base(DeclarativeBase):
    """The tables of this store."""


class SheetRow(Base):
    """The worksheet of one browser.

    browser                    its fingerprint
    title, name, introduction  the heading that the reader writes; "" for empty fields
    began                      trainings before this time are not on it; changed: the last change; both in unix seconds
    """

    __tablename__ = "worksheets"

    browser: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    title: Mapped[str] = mapped_column(CleanString, default="")
    name: Mapped[str] = mapped_column(CleanString, default="")
    introduction: Mapped[str] = mapped_column(CleanString, default="")
    began: Mapped[float] = mapped_column(default=0.0)
    changed: Mapped[float] = mapped_column(index=True)


class EntryRow(Base):
    """One entry.

    key          the digest of what identifies it
    added        unix seconds, for the order; asked: as the entry has it
    content      the entry as JSON, with its lazy texts as template and values; size: how many characters that are
    note         the reader's own words
    is_left_out  of the files
    """

    __tablename__ = "entries"

    browser: Mapped[str] = mapped_column(ForeignKey("worksheets.browser", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(CleanString(32), primary_key=True)
    added: Mapped[float]
    asked: Mapped[str] = mapped_column(CleanString(40))
    content: Mapped[str] = mapped_column(CleanString)
    size: Mapped[int]
    note: Mapped[str] = mapped_column(CleanString, default="")
    is_left_out: Mapped[bool] = mapped_column(default=False)
