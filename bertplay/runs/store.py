"""The store of runs: every reading and writing of it. SQLite in WAL mode, or any database that SQLAlchemy knows.

Several processes write at once: the server, each worker, commands, perhaps a second server. So no state is read,
thought about and written back: each change is one UPDATE that names the states it may start from, and whoever comes
second changes nothing.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Engine, case, create_engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bertplay.database import changed, explained, open_sqlite
from bertplay.runs.state import LIVING, MOVING, RESUMABLE, RunState
from bertplay.runs.tables import Base, EventRow, RunRow
from bertplay.settings import Settings
from bertplay.wording import later, mark

SQLITE = "sqlite"
FILE = "runs.sqlite"
REPEATED = ("step", "evaluated")
"""Kinds of events that a resumed run may tell a second time."""


def open_engine(settings: Settings) -> Engine:
    """The database that the settings name."""
    if settings.runs_database != SQLITE:
        return create_engine(settings.runs_database, pool_pre_ping=True)
    return open_sqlite(settings.runs_dir / FILE)


class Store:
    """Rows in, rows out. StoreUnavailable when the database cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        with self._explained():
            engine = open_engine(settings)
            Base.metadata.create_all(engine)
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    def close(self) -> None:
        """Let go of the file."""
        self._sessions.kw["bind"].dispose()

    def add(self, rows: Sequence[RunRow]) -> bool:
        """Queue new runs, all or none; False when their browser has a place in the queue already."""
        try:
            with self._session() as session:
                session.add_all(rows)
        except IntegrityError:
            return False
        return True

    def rows(self, states: Iterable[RunState] = tuple(RunState)) -> list[RunRow]:
        """The runs in these states, the newest first."""
        with self._session() as session:
            return list(session.scalars(select(RunRow).where(RunRow.state.in_(states)).order_by(RunRow.created.desc(), RunRow.id)))

    def row(self, run_id: str) -> RunRow | None:
        """One run."""
        with self._session() as session:
            return session.get(RunRow, run_id)

    def change(self, run_id: str, states: Iterable[RunState], **values: Any) -> bool:
        """Write values if the run is in one of these states; whether it was."""
        with self._session() as session:
            return changed(session, update(RunRow).where(RunRow.id == run_id, RunRow.state.in_(states)).values(**values)) > 0

    def claim(self, run_id: str) -> int | None:
        """Queued to running, if there is room; the number of the attempt, None when there is none or somebody was quicker."""
        living = select(func.count()).select_from(RunRow).where(RunRow.state.in_(LIVING)).scalar_subquery()
        with self._session() as session:
            claim = update(RunRow).where(RunRow.id == run_id, RunRow.state == RunState.QUEUED, living < self.settings.runs_at_once)
            fresh = {"started": time.time(), "ended": None, "waiting": None, "problem": "", "remedy": "", "has_model": False, "granted": 0}
            if not changed(session, claim.values(state=RunState.RUNNING, attempt=RunRow.attempt + 1, **fresh)):
                return None
            return session.scalar(select(RunRow.attempt).where(RunRow.id == run_id))

    def requeue(self, run_id: str, browser: str | None) -> bool | None:
        """Back into the queue; False when it cannot be resumed, None when its browser has a place there already."""
        try:
            return self.change(run_id, RESUMABLE, state=RunState.QUEUED, wish="go", waiting=browser, queued_at=time.time(), ended=None)
        except IntegrityError:
            return None

    def grant(self, run_id: str, steps: int) -> bool:
        """Pause, but only after so many more steps."""
        after = case((RunRow.granted > RunRow.step, RunRow.granted), else_=RunRow.step) + steps
        return self.change(run_id, LIVING, wish="pause", granted=after)

    def delete(self, run_id: str) -> bool:
        """Forget a run, and with it its events; False while it moves."""
        still = set(RunState) - MOVING
        with self._session() as session:
            return changed(session, delete(RunRow).where(RunRow.id == run_id, RunRow.state.in_(still))) > 0

    def append(self, run_id: str, attempt: int, events: Sequence[EventRow], **values: Any) -> bool:
        """Write what a worker told, and what it changes in the run; False, and nothing, unless its attempt is the newest and lives.

        A run that was resumed makes some steps again: what an older attempt told of them is dropped.
        """
        mine = (RunRow.id == run_id, RunRow.attempt == attempt, RunRow.state.in_(LIVING))
        steps = [row.step for row in events if row.kind in REPEATED]
        told = [{"run_id": run_id, "attempt": attempt, "kind": row.kind, "step": row.step, "body": row.body} for row in events]
        with self._session() as session:
            if not changed(session, update(RunRow).where(*mine).values(attempt=attempt, **values)):
                return False
            if steps and attempt > 1:
                again = (EventRow.run_id == run_id, EventRow.attempt < attempt, EventRow.step >= min(steps), EventRow.kind.in_(REPEATED))
                session.execute(delete(EventRow).where(*again))
            if told:
                session.execute(insert(EventRow), told)
        return True

    def events(self, run_id: str, kinds: Iterable[str] | None = None, after: int = 0) -> list[EventRow]:
        """What a run told, in order; only these kinds, only after the event of that id."""
        wanted = select(EventRow).where(EventRow.run_id == run_id, EventRow.id > after).order_by(EventRow.id)
        if kinds is not None:
            wanted = wanted.where(EventRow.kind.in_(kinds))
        with self._session() as session:
            return list(session.scalars(wanted))

    def count_events(self, run_id: str) -> int:
        """How many events a run told."""
        with self._session() as session:
            return session.scalar(select(func.count()).select_from(EventRow).where(EventRow.run_id == run_id)) or 0

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """One transaction."""
        with self._explained(), self._sessions.begin() as session:
            yield session

    def _explained(self) -> AbstractContextManager[None]:
        """IntegrityError passes; whatever else the database says becomes StoreUnavailable."""
        is_ours = self.settings.runs_database == SQLITE
        where = str(self.settings.runs_dir) if is_ours else later("the database of BERTPLAY_RUNS_DATABASE")
        return explained(mark("The store of runs"), where)
