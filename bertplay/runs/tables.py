"""The tables of the store: runs, their events, and the lanes in which they train."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bertplay.database import CleanString

NAME_CHARACTERS = 100
NOTE_CHARACTERS = 2_000


class Base(DeclarativeBase):
    """The tables of this store."""


class RunRow(Base):
    """One run.

    job                TrainingJob as JSON
    name, number       the given name, "" for the title of its job; 2 for the second run with the same name
    command            its last command: continue, pause or stop
    step_limit         while it is paused, steps up to this one are still made
    owner              the browser that started it: a short fingerprint, not secret; "" for a command
    queue_owner        the owner, while the run is in the queue. The column is unique, so that an owner cannot queue
                       two runs from two browser tabs
    is_shared          whether others than the owner may see it
    experiment         the id shared by runs that were started together
    attempt            how many workers have started it; older ones must not write any more
    started … step     of the newest attempt; times in unix seconds
    metrics            JSON, of the saved model
    """

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(CleanString(16), primary_key=True)
    job: Mapped[str] = mapped_column(CleanString)
    name: Mapped[str] = mapped_column(CleanString(NAME_CHARACTERS), default="")
    number: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(CleanString, default="")
    state: Mapped[str] = mapped_column(CleanString(16), index=True)
    command: Mapped[str] = mapped_column(CleanString(8), default="continue")
    step_limit: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(CleanString(64), default="")
    queue_owner: Mapped[str | None] = mapped_column(CleanString(64), unique=True, default=None)
    is_shared: Mapped[bool] = mapped_column(default=False)
    experiment: Mapped[str] = mapped_column(CleanString(16), default="", index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    created: Mapped[float]
    queued_at: Mapped[float] = mapped_column(index=True)
    started: Mapped[float | None] = mapped_column(default=None)
    ended: Mapped[float | None] = mapped_column(default=None)
    step: Mapped[int] = mapped_column(default=0)
    total_steps: Mapped[int] = mapped_column(default=0)
    estimate_seconds: Mapped[float | None] = mapped_column(default=None)
    seconds_left: Mapped[float | None] = mapped_column(default=None)
    problem: Mapped[str] = mapped_column(CleanString, default="")
    remedy: Mapped[str] = mapped_column(CleanString, default="")
    metrics: Mapped[str] = mapped_column(CleanString, default="{}")
    has_model: Mapped[bool] = mapped_column(default=False)


class EventRow(Base):
    """One event as JSON, in the order in which it was reported."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_a_run", "run_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    attempt: Mapped[int]
    kind: Mapped[str] = mapped_column(CleanString(16))
    step: Mapped[int]
    body: Mapped[str] = mapped_column(CleanString)


class LaneRow(Base):
    """A lane to train in: there are as many as runs may train at once. Every running run occupies one, and no other run does."""

    __tablename__ = "lanes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), unique=True, default=None)
