"""The scheduler keeps the queue moving: it starts a worker when there is a free place, and finds runs whose worker died.

Every server has one, and so has a command that waits for its run. Two schedulers do no harm: of two workers for one
run, the lock and the claim let one pass, and the other exits.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence

from bertplay.errors import StoreUnavailable
from bertplay.i18n import N_
from bertplay.runs.launchers.base import LOG, Launcher
from bertplay.runs.launchers.elsewhere import Elsewhere
from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.queue import in_order
from bertplay.runs.state import BEGUN, MOVING, RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import RunRow
from bertplay.settings import Settings
from bertplay.training.events import Command

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_POLLS = 0.5
SECONDS_BETWEEN_QUICK_POLLS = 0.1
"""While someone waits: the worker before them may just be ending."""
SECONDS_BEFORE_RETRY = 2.0
MAX_TRIES = 3
MAX_RESUMED = 3
"""How often a run whose worker was lost is resumed automatically: the run itself may be what crashes the machines."""
WORKER_LOST = N_("Its worker ended without an error message: the machine was switched off, the process was killed, or the memory ran out.")
WORKER_LOST_REMEDY = N_("Resume it: it continues from its last checkpoint.")
NOT_STARTED = N_("Its worker cannot be started.")
SEE_LOG = N_("See its log, then resume it.")


class Scheduler:
    """`check_queue()` checks the queue once; `start()` keeps checking it, in a thread. `launcher` starts the workers."""

    def __init__(self, store: Store, launcher: Launcher | None = None) -> None:
        self.store = store
        self.launcher = launcher or usual_launcher(store.settings)
        self._resumed: Counter[str] = Counter()
        self._tries: dict[str, tuple[int, float]] = {}
        self._wake, self._is_over = threading.Event(), threading.Event()
        self._checking = threading.Lock()
        self._interval = SECONDS_BETWEEN_POLLS

    def start(self) -> None:
        """Tend the queue until the process ends, or `stop()`."""
        threading.Thread(target=self._check_repeatedly, name="bertplay-scheduler", daemon=True).start()

    def stop(self) -> None:
        """Stop checking. Workers continue, for a run outlives the server; a warm worker without a run exits."""
        self._is_over.set()
        self._wake.set()
        self.launcher.warm_worker.stop()

    def wake(self) -> None:
        """Check now: a command was given."""
        self._wake.set()

    def check_queue(self) -> None:
        """Interrupt what has no worker, queue paused runs that are to continue, start what comes next."""
        with self._checking:
            moving = self.store.rows(MOVING)
            running = self.find_dead(moving)
            self._stop_long(running)
            for row in moving:
                if row.state == RunState.PAUSED:
                    self._wake_paused(row)
            queued = in_order(row for row in moving if row.state == RunState.QUEUED)
            starting = self._starting({row.id for row in queued})
            room = max(0, self.store.settings.runs_at_once - len(running))
            for row in queued[:room]:
                if row.id not in starting:
                    self._start(row)
            self._interval = SECONDS_BETWEEN_QUICK_POLLS if queued and room else SECONDS_BETWEEN_POLLS

    def find_dead(self, rows: Sequence[RunRow] | None = None) -> list[RunRow]:
        """Write of every run without a living worker that it was interrupted; those that are running."""
        rows = self.store.rows([RunState.RUNNING]) if rows is None else rows
        return [row for row in rows if row.state == RunState.RUNNING and not self._interrupted(row)]

    def _check_repeatedly(self) -> None:
        reported = ""
        while not self._is_over.is_set():
            try:
                self.check_queue()
                reported = ""
            except StoreUnavailable as error:
                if str(error) != reported:  # once, not at every look
                    logger.warning("%s", error)
                reported = str(error)
            except Exception:
                logger.exception("tending the queue failed")
            self._wake.wait(self._interval)
            self._wake.clear()

    def _interrupted(self, row: RunRow) -> bool:
        """Whether no worker trains this run any more; then its state is set to interrupted."""
        if self.launcher.has_worker(row):
            return False
        values = {"problem": WORKER_LOST, "remedy": WORKER_LOST_REMEDY, "ended": time.time()}
        is_written = self.store.append(row.id, row.attempt, [], state=RunState.INTERRUPTED, **values)
        if is_written and self.launcher.resumes and self._resumed[row.id] < MAX_RESUMED:
            self._resumed[row.id] += 1
            self.store.requeue(row.id, None)
            self._wake.set()
        return is_written

    def _stop_long(self, running: Sequence[RunRow]) -> None:
        """Stop what trains for longer than a run may, with the best model so far."""
        seconds = 60 * self.store.settings.run_minutes
        for row in running if seconds else ():
            if row.command != Command.STOP and time.time() - (row.started or time.time()) > seconds:
                self.store.change(row.id, BEGUN, command=Command.STOP)

    def _wake_paused(self, row: RunRow) -> None:
        """Queue a paused run that should continue or make some steps, after its worker has ended; cancel one that should stop."""
        is_to_wait = row.command == Command.PAUSE and row.step_limit <= row.step
        if is_to_wait or self.launcher.has_worker(row):
            return
        state = RunState.CANCELLED if row.command == Command.STOP else RunState.QUEUED
        if self.store.change(row.id, [RunState.PAUSED], state=state, queued_at=time.time()):
            self._wake.set()

    def _starting(self, queued: set[str]) -> set[str]:
        """The runs whose worker we started and which have not been claimed yet; what ended is reaped, whatever state its run is in."""
        for worker in self.launcher.reap():
            if worker.has_failed and worker.run_id in queued:
                self._count_failure(worker.run_id)
        return queued & self.launcher.started()

    def _start(self, row: RunRow) -> None:
        """Start a worker for this run; it outlives us, and writes what goes wrong into the log of its run."""
        failures, last = self._tries.get(row.id, (0, 0.0))
        if failures and time.monotonic() - last < SECONDS_BEFORE_RETRY:
            return
        try:
            self.launcher.start(row, is_retry=failures > 0)
        except OSError as error:
            logger.warning("a worker could not be started: %s", error)
            self._count_failure(row.id, str(error))

    def _count_failure(self, run_id: str, reason: str = "") -> None:
        """After some tries the run has failed; others have their turn."""
        failures = self._tries.get(run_id, (0, 0.0))[0] + 1
        self._tries[run_id] = (failures, time.monotonic())
        if failures >= MAX_TRIES:
            del self._tries[run_id]
            log = self.store.settings.runs_dir / run_id / LOG
            remedy = f"{SEE_LOG} ({log}{f'; {reason}' if reason else ''})"
            values = {"problem": NOT_STARTED, "remedy": remedy, "ended": time.time(), "queue_owner": None}
            self.store.change(run_id, [RunState.QUEUED], state=RunState.FAILED, **values)


def usual_launcher(settings: Settings) -> Launcher:
    """Of a server and of a command: this machine trains, unless a cluster does."""
    return LocalLauncher(settings) if settings.backend == "local" else Elsewhere(settings)
