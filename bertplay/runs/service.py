"""The service behind pages and commands: start, pause, step, stop, resume, rename, delete and list runs.

Nothing here trains. Each call writes a command into the store or reads the store, and returns at once. All state is in the store,
so every browser, server and command sees the same.
"""

import json
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bertplay.errors import BadInput, NotPossibleNow, UnknownRun
from bertplay.i18n import N_, LazyString, lazy
from bertplay.models.catalog import run_folder
from bertplay.results.training_events import TrainEvent
from bertplay.runs.addresses import Addresses
from bertplay.runs.costs import estimate_seconds
from bertplay.runs.data_files import delete_unused_files, save_file, with_saved_files
from bertplay.runs.disk import check_room
from bertplay.runs.names import free_number, new_id, numbers_by_name
from bertplay.runs.queue import places_in_queue
from bertplay.runs.saved_model import rename_model, withdraw_model
from bertplay.runs.scheduler import WORKER_LOST, WORKER_LOST_REMEDY, Scheduler
from bertplay.runs.state import BEGUN, MOVING, WORDS, RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import NAME_CHARACTERS, NOTE_CHARACTERS, RunRow
from bertplay.runs.views import RunView, is_whole, name_of, view_of
from bertplay.settings import Settings
from bertplay.training.events import Command, event_from_json
from bertplay.training.jobs import TrainingJob, job_to_json

MAX_EXPERIMENT_RUNS = 120
MAX_STEPS = 10_000
REFUSED = {
    Command.CONTINUE: N_("This run is {state}: it cannot continue now."),
    Command.PAUSE: N_("This run is {state}: it cannot be paused now."),
    Command.STOP: N_("This run is {state}: it cannot be stopped now."),
}


class RunService:
    """The runs of one store. `scheduler` moves the queue when someone starts it or calls `check_queue()`."""

    def __init__(self, settings: Settings, scheduler: Scheduler | None = None) -> None:
        self.settings = settings
        self.store = scheduler.store if scheduler else Store(settings)
        self.scheduler = scheduler or Scheduler(self.store)
        self._addresses, self._starting = Addresses(settings.runs_of_address), threading.Lock()

    def start(self, job: TrainingJob, *, name: str = "", owner: str = "", address: str = "") -> str:
        """Queue a run; returns its id. NotPossibleNow if its owner already has a run in the queue, or a limit is reached.

        owner     the browser that starts it; "" for a command
        address   the network address whose limit it counts towards; "" for this machine
        """
        [row] = self._new_rows([job], name, owner)
        self._add([row], owner, address)
        return row.id

    def start_experiment(self, jobs: Sequence[TrainingJob], *, owner: str = "", address: str = "") -> str:
        """Queue runs that belong together in one place of the queue; returns the id they share."""
        if not 1 <= len(jobs) <= MAX_EXPERIMENT_RUNS:
            remedy = lazy("Choose fewer methods, sizes or seeds: at most {most} runs.", most=MAX_EXPERIMENT_RUNS)
            raise BadInput(N_("This experiment has too many runs, or none."), value=len(jobs), remedy=remedy)
        experiment = new_id()
        self._add(self._new_rows(jobs, "", owner, experiment), owner, address)
        return experiment

    def send(self, run_id: str, command: Command) -> None:
        """Send a command: continue, pause, or stop and save the best model. A run without a worker is stopped at once."""
        row = self._row(run_id)
        if command is Command.STOP and self._stop_at_once(row):
            return
        if not self.store.change(run_id, BEGUN, command=command, step_limit=0):
            state = self._row(run_id).state
            if command is Command.STOP and state not in MOVING:
                return  # what has ended needs no stop
            problem = lazy(REFUSED[command], state=state_word(state))
            raise NotPossibleNow(problem, value=name_of(row), remedy=N_("Check its state again."))
        self.scheduler.wake()

    def step(self, run_id: str, steps: int) -> None:
        """Make this many more steps, then pause."""
        if not 1 <= steps <= MAX_STEPS:
            problem = N_("This is not a possible number of steps.")
            raise BadInput(problem, value=steps, remedy=lazy("Choose one from 1 to {most:,}.", most=MAX_STEPS))
        row = self._row(run_id)
        if not self.store.add_steps(run_id, steps):
            problem = lazy("This run is {state}: it is not taking any steps.", state=state_word(row.state))
            raise NotPossibleNow(problem, value=name_of(row), remedy=N_("Resume it first."))
        self.scheduler.wake()

    def resume(self, run_id: str, *, owner: str = "", address: str = "") -> None:
        """Continue a paused run, or queue one again that was interrupted, stopped or failed; it continues from its last checkpoint."""
        self.scheduler.find_dead()  # a worker may have died since the last check
        row = self._row(run_id)
        if row.state == RunState.PAUSED or (row.state == RunState.RUNNING and row.command == Command.PAUSE):
            self.send(run_id, Command.CONTINUE)
            return
        with self._starting:
            self._take_place(row, address)
            is_queued = self.store.requeue(run_id, owner or None)
        if is_queued is None:
            raise self._already_queued(owner, row)
        if not is_queued:
            problem = lazy("This run is {state}: there is nothing to resume.", state=state_word(row.state))
            raise NotPossibleNow(problem, value=name_of(row), remedy=N_("Start a new run."))
        self.scheduler.wake()

    def stop_experiment(self, experiment: str) -> int:
        """Stop the unfinished runs of an experiment; returns how many there were."""
        moving = [run for run in reversed(self.members(experiment)) if run.is_moving]  # the last ones first: none of them begins meanwhile
        for run in moving:
            self.send(run.id, Command.STOP)
        return len(moving)

    def resume_experiment(self, experiment: str) -> int:
        """Resume the unfinished runs of an experiment; returns how many there were."""
        self.scheduler.find_dead()
        resumable = [run for run in self.members(experiment) if run.can_resume]
        for run in resumable:
            self.resume(run.id)
        return len(resumable)

    def rename(self, run_id: str, name: str) -> None:
        """Rename a run, also in the catalog; a number is appended if another run has the name."""
        self._row(run_id)
        if not (name := name.strip()[:NAME_CHARACTERS]):
            return
        others = [other for other in self.store.rows() if other.id != run_id]
        self.store.change(run_id, RunState, name=name, number=free_number(name, numbers_by_name(others)))
        rename_model(self.settings, run_id, name_of(self._row(run_id)))

    def annotate(self, run_id: str, note: str) -> None:
        """Set the note of a run."""
        self._row(run_id)
        self.store.change(run_id, RunState, note=note.strip()[:NOTE_CHARACTERS])

    def share(self, run_id: str, is_shared: bool) -> None:
        """Share a run, with its texts and its model, or stop sharing it; the same for all runs of its experiment."""
        for member in self.members(self._row(run_id).experiment) or [self.run(run_id)]:
            self.store.change(member.id, RunState, is_shared=is_shared)

    def delete(self, run_id: str) -> None:
        """Delete a run, its events, its checkpoints and its model, published or not. NotPossibleNow while it is queued, running or paused.

        StoreUnavailable if its published model cannot be deleted; then nothing is deleted.
        """
        row = self._row(run_id)
        if row.state not in MOVING:
            withdraw_model(self.settings, run_id)
        if not self.store.delete(run_id):
            problem = lazy("This run is {state}, so it cannot be deleted.", state=state_word(row.state))
            raise NotPossibleNow(problem, value=name_of(row), remedy=N_("Stop it first, or wait until it is over."))
        shutil.rmtree(self.settings.runs_dir / run_id, ignore_errors=True)
        delete_unused_files(self.settings, self.store.rows())

    def delete_old(self) -> None:
        """Delete the runs that ended longer ago than the settings allow."""
        oldest = time.time() - self.settings.runs_days * 86_400
        for row in self.store.rows(set(RunState) - MOVING) if self.settings.runs_days else ():
            if (row.ended or row.created) < oldest and is_whole(row):
                self.delete(row.id)

    def estimate(self, job: TrainingJob) -> float | None:
        """Estimated seconds of such a run on this machine; None until one has been measured."""
        return estimate_seconds(with_saved_files(self.settings, job), self.store)

    def runs(self) -> tuple[RunView, ...]:
        """All runs, newest first."""
        rows = [self._with_liveness(row) for row in self.store.rows()]
        found = places_in_queue(rows, self.settings.runs_at_once)
        return tuple(view_of(row, found.get(row.id)) for row in rows if is_whole(row))

    def members(self, experiment: str) -> list[RunView]:
        """The runs of an experiment in the order in which they were queued; empty for "", because single runs belong to none."""
        return [run for run in reversed(self.runs()) if run.experiment == experiment] if experiment else []

    def run(self, run_id: str) -> RunView:
        """One run. UnknownRun if there is none with this id."""
        row = self._with_liveness(self._row(run_id))
        queued = places_in_queue(self.store.rows(MOVING), self.settings.runs_at_once) if row.state == RunState.QUEUED else {}
        return view_of(row, queued.get(run_id))

    def events(self, run_id: str, kinds: Sequence[str] | None = None) -> tuple[TrainEvent, ...]:
        """The events of a run so far, in order."""
        return tuple(event_from_json(row.body) for row in self.store.events(run_id, kinds))

    def folder(self, run_id: str) -> Path:
        """The folder of a run's files; for a run of another machine, a copy of its published model. StoreUnavailable, ModelUnavailable."""
        return run_folder(self._row(run_id).id, self.settings)

    def check_queue(self) -> None:
        """Check the queue once, for callers without a server."""
        self.scheduler.check_queue()

    def save_file(self, content: bytes, name: str) -> Path:
        """Save a data file for the runs; identical files are saved once."""
        return save_file(self.settings, content, name)

    def _with_liveness(self, row: RunRow) -> RunRow:
        """The row, marked as interrupted if its worker is dead but that has not been written to the store yet."""
        if row.state != RunState.RUNNING or self.scheduler.launcher.has_worker(row):
            return row
        newest = self.store.row(row.id) or row  # it may just have ended
        if newest.state == RunState.RUNNING and newest.attempt == row.attempt:
            newest.state, newest.problem, newest.remedy = RunState.INTERRUPTED, WORKER_LOST, WORKER_LOST_REMEDY
        return newest

    def _row(self, run_id: str) -> RunRow:
        row = self.store.row(run_id)
        if row is None or not is_whole(row):
            raise UnknownRun(N_("There is no run of this id."), value=run_id, remedy=N_("`python -m bertplay runs` lists them."))
        return row

    def _new_rows(self, jobs: Sequence[TrainingJob], name: str, owner: str, experiment: str = "") -> list[RunRow]:
        """A row for each job, in order, with unique names."""
        name, now, taken, rows = name.strip()[:NAME_CHARACTERS], time.time(), numbers_by_name(self.store.rows()), []
        for position, job in enumerate(with_saved_files(self.settings, job) for job in jobs):
            rows.append(
                RunRow(
                    id=new_id(),
                    job=json.dumps(job_to_json(job)),
                    name=name,
                    number=free_number(name or str(job.title), taken),
                    state=RunState.QUEUED,
                    owner=owner,
                    experiment=experiment,
                    created=now + position / 1e4,  # they keep their order
                    queued_at=now + position / 1e4,
                    estimate_seconds=estimate_seconds(job, self.store),
                )
            )
        return rows

    def _add(self, rows: Sequence[RunRow], owner: str, address: str) -> None:
        """Queue all of the new runs, or none if a limit would be exceeded."""
        check_room(self.settings)
        with self._starting:
            self._check_counts(len(rows))
            self._take_place(rows[-1], address)
            rows[-1].queue_owner = owner or None
            is_added = self.store.add(rows)
        if not is_added:
            raise self._already_queued(owner, rows[-1])
        self.scheduler.wake()

    def _check_counts(self, more: int) -> None:
        """Raise NotPossibleNow if this many more runs would exceed the limit of the queue or the store."""
        counts, queued, stored = self.store.count(), self.settings.runs_queued, self.settings.runs_stored
        if counts.get(RunState.QUEUED, 0) + more > queued:
            problem = lazy("The queue is full: {most:,} runs are waiting.", most=queued)
            raise NotPossibleNow(problem, remedy=N_("Try again when some have finished."))
        if sum(counts.values()) + more > stored:
            problem = lazy("This server stores {most:,} runs at most.", most=stored)
            raise NotPossibleNow(problem, remedy=N_("Delete runs that nobody needs."))

    def _take_place(self, row: RunRow, address: str) -> None:
        """Count a run, or its experiment, towards the limit of its network address."""
        self._addresses.take(address, place_of(row), map(place_of, self.store.rows(MOVING)))

    def _already_queued(self, owner: str, wanted: RunRow) -> NotPossibleNow:
        """The error for a browser that already has a queued run; it names that run."""
        queued = next((row for row in self.store.rows() if row.queue_owner == owner), wanted)
        remedy = N_("Wait until it has started, or remove it from the queue on the page of runs.")
        return NotPossibleNow(N_("You already have a run in the queue."), value=name_of(queued), remedy=remedy)

    def _stop_at_once(self, row: RunRow) -> bool:
        """Stop a run that is queued, or paused without a worker; returns whether it was."""
        states = [RunState.QUEUED] if self.scheduler.launcher.has_worker(row) else [RunState.QUEUED, RunState.PAUSED]
        return self.store.change(row.id, states, state=RunState.CANCELLED, ended=time.time(), queue_owner=None)


def place_of(row: RunRow) -> str:
    """What counts as one place: a single run, or all runs of an experiment together."""
    return row.experiment or row.id


def state_word(state: str) -> LazyString:
    """A state as a word within a sentence."""
    return lazy(WORDS[RunState(state)])
