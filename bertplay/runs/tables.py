"""The two tables of the store: runs, and the events that each told."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAME_CHARACTERS = 100
NOTE_CHARACTERS = 2_000


class Base(DeclarativeBase):
    """The tables of this store."""


class RunRow(Base):
    """One run.

    config             FineTuneConfig as JSON
    wish, granted      what is wanted: go, pause, stop; while paused, steps up to `granted` are still made
    browser            whose it is: a short fingerprint, no secret; "" for a command
    waiting            the browser, as long as this is its one place in the queue. A column without duplicates, so that
                       two tabs cannot take two places, whatever the database
    experiment         what runs that were started together share
    attempt            how often a worker began; an older one must not write any more
    started … step     of the newest attempt; times in unix seconds
    metrics            JSON, of the model that was kept
    """

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    note: Mapped[str] = mapped_column(Text, default="")
    config: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), index=True)
    wish: Mapped[str] = mapped_column(String(8), default="go")
    granted: Mapped[int] = mapped_column(default=0)
    browser: Mapped[str] = mapped_column(String(64), default="")
    waiting: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    experiment: Mapped[str] = mapped_column(String(16), default="", index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    created: Mapped[float]
    queued_at: Mapped[float] = mapped_column(index=True)
    started: Mapped[float | None] = mapped_column(default=None)
    ended: Mapped[float | None] = mapped_column(default=None)
    step: Mapped[int] = mapped_column(default=0)
    total_steps: Mapped[int] = mapped_column(default=0)
    estimate_seconds: Mapped[float | None] = mapped_column(default=None)
    seconds_left: Mapped[float | None] = mapped_column(default=None)
    problem: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    metrics: Mapped[str] = mapped_column(Text, default="{}")
    has_model: Mapped[bool] = mapped_column(default=False)


class EventRow(Base):
    """One event as JSON, in the order in which it was told."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_a_run", "run_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    attempt: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    step: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
