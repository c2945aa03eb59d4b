"""The store of runs: every reading and writing of it.

Several processes write at once: the servers, each worker, commands. So no state is read, changed and written back: each change is
one UPDATE that names the states it may start from, and whoever comes second changes nothing. A run that begins to train takes a
lane in the same transaction, and leaves it in the one that ends it. Runs are read again only after something has been written.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bertplay.database import changed, open_database
from bertplay.database.versioned_cache import VersionedCache
from bertplay.i18n import N_
from bertplay.runs.state import BEGUN, MOVING, RESUMABLE, RunState
from bertplay.runs.tables import Base, EventRow, LaneRow, RunRow
from bertplay.settings import Settings
from bertplay.training.events import Command

DATABASE = "training_runs"
REPEATED = ("step", "evaluated")
"""Kinds of events that a resumed run may report a second time."""


class Store:
    """Rows in, rows out. StoreUnavailable when the database cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._database = open_database(settings, DATABASE, Base.metadata, N_("The store of runs"))
        self._cache = VersionedCache(self._database.version)
        with self._database.exclusive() as session:
            for number in range(settings.runs_at_once):
                session.merge(LaneRow(number=number))  # those that are there stay as they are

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def add(self, rows: Sequence[RunRow]) -> bool:
        """Queue new runs, all or none; False when their owner has a place in the queue already."""
        try:
            with self._database.writing() as session:
                session.add_all(rows)
        except IntegrityError:
            return False
        return True

    def rows(self, states: Iterable[RunState] = tuple(RunState)) -> list[RunRow]:
        """The runs in these states, the newest first. Not to be changed: others are given the same ones."""
        wanted = frozenset(states)
        return self._cache.get(("rows", wanted), lambda: self._read_rows(wanted)).copy()

    def _read_rows(self, states: Iterable[RunState]) -> list[RunRow]:
        with self._database.session() as session:
            return list(session.scalars(select(RunRow).where(RunRow.state.in_(states)).order_by(RunRow.created.desc(), RunRow.id)))

    def count(self) -> dict[str, int]:
        """How many runs are in each state."""
        with self._database.session() as session:
            found = session.execute(select(RunRow.state, func.count()).group_by(RunRow.state))
            return {state: count for state, count in found}

    def owners(self) -> dict[str, tuple[str, bool]]:
        """Whose each run is, and whether others may see it."""
        with self._database.session() as session:
            found = session.execute(select(RunRow.id, RunRow.owner, RunRow.is_shared))
            return {run_id: (owner, is_shared) for run_id, owner, is_shared in found}

    def row(self, run_id: str) -> RunRow | None:
        """One run. Not to be changed."""
        return self._cache.get(("row", run_id), lambda: self._read_row(run_id))

    def _read_row(self, run_id: str) -> RunRow | None:
        with self._database.session() as session:
            return session.get(RunRow, run_id)

    def change(self, run_id: str, states: Iterable[RunState], **values: Any) -> bool:
        """Write values if the run is in one of these states; whether it was."""
        with self._database.writing() as session:
            return write(session, run_id, [RunRow.state.in_(states)], values)

    def claim(self, run_id: str) -> int | None:
        """Queued to running, if there is a free lane; the number of the attempt, None when there is none or someone was quicker."""
        fresh = {"started": time.time(), "ended": None, "queue_owner": None, "problem": "", "remedy": "", "has_model": False}
        with self._database.writing() as session:
            values = {"state": RunState.RUNNING, "attempt": RunRow.attempt + 1, **fresh}
            if not write(session, run_id, [RunRow.state == RunState.QUEUED], values) or not self._take_lane(session, run_id):
                return None
            return session.scalar(select(RunRow.attempt).where(RunRow.id == run_id))

    def unpause(self, run_id: str, attempt: int) -> bool:
        """Paused to running, if there is a free lane; whether there was."""
        with self._database.writing() as session:
            paused = [RunRow.attempt == attempt, RunRow.state == RunState.PAUSED]
            return write(session, run_id, paused, {"state": RunState.RUNNING}) and self._take_lane(session, run_id)

    def _take_lane(self, session: Session, run_id: str) -> bool:
        """Take a free lane; without one nothing of this transaction remains. Several who come at once take different ones."""
        free = LaneRow.run_id.is_(None), LaneRow.number < self.settings.runs_at_once
        first = select(LaneRow.number).where(*free).order_by(LaneRow.number).limit(1).with_for_update(skip_locked=True)
        is_taken = changed(session, update(LaneRow).where(*free, LaneRow.number == first.scalar_subquery()).values(run_id=run_id)) > 0
        if not is_taken:
            session.rollback()
        return is_taken

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
        with self._database.writing() as session:
            return changed(session, delete(RunRow).where(RunRow.id == run_id, RunRow.state.in_(still))) > 0

    def append(self, run_id: str, attempt: int, events: Sequence[EventRow], **values: Any) -> bool:
        """Write what a worker reports, and what it changes in the run; False, and nothing, unless its attempt is the newest.

        A run that was resumed makes some steps again: what an older attempt reported of them is deleted.
        """
        mine = [RunRow.attempt == attempt, RunRow.state.in_(BEGUN)]
        steps = [row.step for row in events if row.kind in REPEATED]
        added = [{"run_id": run_id, "attempt": attempt, "kind": row.kind, "step": row.step, "body": row.body} for row in events]
        with self._database.writing() as session:
            if not write(session, run_id, mine, {"attempt": attempt, **values}):
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
        with self._database.session() as session:
            return list(session.scalars(wanted))


def write(session: Session, run_id: str, guard: Iterable[ColumnElement[bool]], values: dict[str, Any]) -> bool:
    """Change a run that is as the guard says; whether it was. One that stops training leaves its lane."""
    if not changed(session, update(RunRow).where(RunRow.id == run_id, *guard).values(**values)):
        return False
    if values.get("state", RunState.RUNNING) != RunState.RUNNING:
        session.execute(update(LaneRow).where(LaneRow.run_id == run_id).values(run_id=None))
    return True
