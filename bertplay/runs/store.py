"""The store of runs: every reading and writing of it. SQLite in WAL mode, or any database that SQLAlchemy knows.

Several processes write at once: the server, each worker, commands, perhaps a second server. So no state is read, changed and
written back: each change is one UPDATE that names the states it may start from, and whoever comes second changes nothing.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Engine, case, create_engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bertplay.database import changed, explained, open_sqlite
from bertplay.i18n import N_, lazy
from bertplay.runs.state import BEGUN, MOVING, RESUMABLE, RunState
from bertplay.runs.tables import Base, EventRow, RunRow
from bertplay.settings import Settings
from bertplay.training.events import Command

SQLITE = "sqlite"
FILE = "training_runs.sqlite"
REPEATED = ("step", "evaluated")
"""Kinds of events that a resumed run may report a second time."""


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
        """Close the database."""
        self._sessions.kw["bind"].dispose()

    def add(self, rows: Sequence[RunRow]) -> bool:
        """Queue new runs, all or none; False when their owner has a place in the queue already."""
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

    def count(self) -> dict[str, int]:
        """How many runs are in each state."""
        with self._session() as session:
            found = session.execute(select(RunRow.state, func.count()).group_by(RunRow.state))
            return {state: count for state, count in found}

    def owners(self) -> dict[str, tuple[str, bool]]:
        """Whose each run is, and whether others may see it."""
        with self._session() as session:
            found = session.execute(select(RunRow.id, RunRow.owner, RunRow.is_shared))
            return {run_id: (owner, is_shared) for run_id, owner, is_shared in found}

    def row(self, run_id: str) -> RunRow | None:
        """One run."""
        with self._session() as session:
            return session.get(RunRow, run_id)

    def change(self, run_id: str, states: Iterable[RunState], **values: Any) -> bool:
        """Write values if the run is in one of these states; whether it was."""
        with self._session() as session:
            return changed(session, update(RunRow).where(RunRow.id == run_id, RunRow.state.in_(states)).values(**values)) > 0

    def claim(self, run_id: str) -> int | None:
        """Queued to running, if there is a free place; the number of the attempt, None when there is none or somebody was quicker."""
        with self._session() as session:
            claim = update(RunRow).where(RunRow.id == run_id, RunRow.state == RunState.QUEUED, self._has_place())
            fresh = {"started": time.time(), "ended": None, "queue_owner": None, "problem": "", "remedy": "", "has_model": False}
            if not changed(session, claim.values(state=RunState.RUNNING, attempt=RunRow.attempt + 1, **fresh)):
                return None
            return session.scalar(select(RunRow.attempt).where(RunRow.id == run_id))

    def unpause(self, run_id: str, attempt: int) -> bool:
        """Paused to running, if there is a free place; whether there was."""
        with self._session() as session:
            mine = (RunRow.id == run_id, RunRow.attempt == attempt, RunRow.state == RunState.PAUSED)
            return changed(session, update(RunRow).where(*mine, self._has_place()).values(state=RunState.RUNNING)) > 0

    def _has_place(self) -> ColumnElement[bool]:
        """Whether another run may train."""
        running = select(func.count()).select_from(RunRow).where(RunRow.state == RunState.RUNNING).scalar_subquery()
        return running < self.settings.runs_at_once

    def requeue(self, run_id: str, owner: str | None) -> bool | None:
        """Back into the queue; False when it cannot be resumed, None when its owner has a place there already."""
        fresh = {"command": Command.CONTINUE, "step_limit": 0, "queued_at": time.time(), "ended": None}
        try:
            return self.change(run_id, RESUMABLE, state=RunState.QUEUED, queue_owner=owner, **fresh)
        except IntegrityError:
            return None

    def add_steps(self, run_id: str, steps: int) -> bool:
        """Pause, but only after so many more steps."""
        limit = case((RunRow.step_limit > RunRow.step, RunRow.step_limit), else_=RunRow.step) + steps
        return self.change(run_id, BEGUN, command=Command.PAUSE, step_limit=limit)

    def delete(self, run_id: str) -> bool:
        """Forget a run, and with it its events; False while it moves."""
        still = set(RunState) - MOVING
        with self._session() as session:
            return changed(session, delete(RunRow).where(RunRow.id == run_id, RunRow.state.in_(still))) > 0

    def append(self, run_id: str, attempt: int, events: Sequence[EventRow], **values: Any) -> bool:
        """Write what a worker reports, and what it changes in the run; False, and nothing, unless its attempt is the newest.

        A run that was resumed makes some steps again: what an older attempt reported of them is deleted.
        """
        mine = (RunRow.id == run_id, RunRow.attempt == attempt, RunRow.state.in_(BEGUN))
        steps = [row.step for row in events if row.kind in REPEATED]
        added = [{"run_id": run_id, "attempt": attempt, "kind": row.kind, "step": row.step, "body": row.body} for row in events]
        with self._session() as session:
            if not changed(session, update(RunRow).where(*mine).values(attempt=attempt, **values)):
                return False
            if steps and attempt > 1:
                again = (EventRow.run_id == run_id, EventRow.attempt < attempt, EventRow.step >= min(steps), EventRow.kind.in_(REPEATED))
                session.execute(delete(EventRow).where(*again))
            if added:
                session.execute(insert(EventRow), added)
        return True

    def events(self, run_id: str, kinds: Iterable[str] | None = None, after: int = 0) -> list[EventRow]:
        """The events of a run, in order; only these kinds, only after the event of that id."""
        wanted = select(EventRow).where(EventRow.run_id == run_id, EventRow.id > after).order_by(EventRow.id)
        if kinds is not None:
            wanted = wanted.where(EventRow.kind.in_(kinds))
        with self._session() as session:
            return list(session.scalars(wanted))

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """One transaction."""
        with self._explained(), self._sessions.begin() as session:
            yield session

    def _explained(self) -> AbstractContextManager[None]:
        """IntegrityError passes; any other error of the database becomes StoreUnavailable."""
        is_ours = self.settings.runs_database == SQLITE
        where = str(self.settings.runs_dir) if is_ours else lazy("the database of BERTPLAY_RUNS_DATABASE")
        return explained(N_("The store of runs"), where)
