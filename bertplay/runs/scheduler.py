"""The scheduler keeps the queue moving: it starts a worker when there is a free place, and finds runs whose worker died.

Every server has one, and so has a command that waits for its run. Two schedulers do no harm: of two workers for one
run, the lock and the claim let one pass, and the other exits.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bertplay.errors import StoreUnavailable
from bertplay.i18n import N_
from bertplay.runs.liveness import has_worker
from bertplay.runs.queue import in_order
from bertplay.runs.state import BEGUN, MOVING, RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import RunRow
from bertplay.runs.warm_worker_client import ROOT, WARM_WORKER, WarmWorkerClient
from bertplay.settings import Settings
from bertplay.training.events import Command

logger = logging.getLogger(__name__)

WORKER = (sys.executable, "-m", "bertplay.runs.worker")
LOG = "log.txt"
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_QUICK_LOOKS = 0.1
"""While somebody waits: the worker before them may just be ending."""
SECONDS_UNTIL_ANOTHER_TRY = 2.0
MAX_TRIES = 3
WORKER_LOST = N_("Its worker ended without a word: the machine was switched off, the process was killed, or the memory ran out.")
WORKER_LOST_REMEDY = N_("Resume it: it continues from its last checkpoint.")
NOT_STARTED = N_("Its worker cannot be started.")
SEE_LOG = N_("See its log, then resume it.")


class Scheduler:
    """`tend()` checks the queue once; `start()` keeps checking it, in a thread. `warm_worker` is the waiting worker, if there is one."""

    def __init__(self, store: Store, worker: Sequence[str] = WORKER, warm_worker: Sequence[str] = WARM_WORKER) -> None:
        self.store, self.worker = store, tuple(worker)
        self.warm_worker = WarmWorkerClient(store.settings, os.environ | environment_of(store.settings), warm_worker)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._tries: dict[str, tuple[int, float]] = {}
        self._wake, self._is_over = threading.Event(), threading.Event()
        self._looking = threading.Lock()
        self._interval = SECONDS_BETWEEN_LOOKS

    def start(self) -> None:
        """Tend the queue until the process ends, or `stop()`."""
        threading.Thread(target=self._tend_on, name="bertplay-scheduler", daemon=True).start()

    def stop(self) -> None:
        """Stop checking. Workers continue, for a run outlives the server; a warm worker without a run exits."""
        self._is_over.set()
        self._wake.set()
        self.warm_worker.stop()

    def children(self) -> list[int]:
        """Process ids of the workers that this scheduler started and that are still alive."""
        with self._looking:
            self._starting(set())
            return [child.pid for child in self._children.values()]

    def wake(self) -> None:
        """Check now: a command was given."""
        self._wake.set()

    def tend(self) -> None:
        """Interrupt what has no worker, queue paused runs that are to continue, start what comes next."""
        with self._looking:
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
            self._interval = SECONDS_BETWEEN_QUICK_LOOKS if queued and room else SECONDS_BETWEEN_LOOKS

    def find_dead(self, rows: Sequence[RunRow] | None = None) -> list[RunRow]:
        """Write of every run without a living worker that it was interrupted; those that are running."""
        rows = self.store.rows([RunState.RUNNING]) if rows is None else rows
        return [row for row in rows if row.state == RunState.RUNNING and not self._interrupted(row)]

    def _tend_on(self) -> None:
        reported = ""
        while not self._is_over.is_set():
            try:
                self.tend()
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
        if has_worker(self.store.settings.runs_dir / row.id):
            return False
        values = {"problem": WORKER_LOST, "remedy": WORKER_LOST_REMEDY, "ended": time.time()}
        return self.store.append(row.id, row.attempt, [], state=RunState.INTERRUPTED, **values)

    def _stop_long(self, running: Sequence[RunRow]) -> None:
        """Stop what trains for longer than a run may, with the best model so far."""
        seconds = 60 * self.store.settings.run_minutes
        for row in running if seconds else ():
            if row.command != Command.STOP and time.time() - (row.started or time.time()) > seconds:
                self.store.change(row.id, BEGUN, command=Command.STOP)

    def _wake_paused(self, row: RunRow) -> None:
        """Queue a paused run that should continue or make some steps, after its worker has ended; cancel one that should stop."""
        is_to_wait = row.command == Command.PAUSE and row.step_limit <= row.step
        if is_to_wait or has_worker(self.store.settings.runs_dir / row.id):
            return
        state = RunState.CANCELLED if row.command == Command.STOP else RunState.QUEUED
        if self.store.change(row.id, [RunState.PAUSED], state=state, queued_at=time.time()):
            self._wake.set()

    def _starting(self, queued: set[str]) -> set[str]:
        """Our children that have not claimed their run yet; those that ended are reaped, whatever state their run is in."""
        for run_id, child in list(self._children.items()):
            if child.poll() is not None:
                del self._children[run_id]
                if child.returncode and run_id in queued:
                    self._count_failure(run_id)
        return queued & set(self._children)

    def _start(self, row: RunRow) -> None:
        """Start a worker for this run; it outlives us, and writes what goes wrong into the log of its run."""
        failures, last = self._tries.get(row.id, (0, 0.0))
        if failures and time.monotonic() - last < SECONDS_UNTIL_ANOTHER_TRY:
            return
        folder = self.store.settings.runs_dir / row.id
        try:
            folder.mkdir(parents=True, exist_ok=True)
            warm = None if failures else self.warm_worker.become(row.id)
            self._children[row.id] = warm or self._cold(row.id, folder)
        except OSError as error:
            logger.warning("a worker could not be started: %s", error)
            self._count_failure(row.id, str(error))

    def _cold(self, run_id: str, folder: Path) -> subprocess.Popen[bytes]:
        """A worker that has imported nothing yet."""
        with (folder / LOG).open("ab") as log:
            return subprocess.Popen(  # noqa: S603  the command is ours, the id is from the store
                [*self.worker, run_id],
                cwd=ROOT,
                env=os.environ | environment_of(self.store.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

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


def environment_of(settings: Settings) -> dict[str, str]:
    """Our settings, and how many threads the libraries of a worker may use: half of the cores, so that the pages stay quick."""
    threads = str(settings.run_threads or max(1, (os.cpu_count() or 1) // 2))
    ours = {f"BERTPLAY_{name.upper()}": str(value) for name, value in settings.model_dump().items()}
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "BERTPLAY_THREADS")
    return ours | dict.fromkeys(names, threads) | {"TOKENIZERS_PARALLELISM": "false"}
