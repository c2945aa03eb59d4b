"""Who keeps the queue moving: starts a worker when there is room, and finds runs whose worker died.

Every server has a keeper, and so has a command that waits for its run. Two keepers do no harm: of two workers for one
run, the lock and the claim let one pass, and the other goes home.
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
from bertplay.runs.liveness import has_worker
from bertplay.runs.queue import in_order
from bertplay.runs.ready_worker import READY, ROOT, ReadyWorker
from bertplay.runs.state import LIVING, MOVING, RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import RunRow
from bertplay.settings import Settings
from bertplay.wording import mark

logger = logging.getLogger(__name__)

WORKER = (sys.executable, "-m", "bertplay.runs.worker")
LOG = "log.txt"
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_QUICK_LOOKS = 0.1
"""While somebody waits: the worker before them may just be ending."""
SECONDS_UNTIL_ANOTHER_TRY = 2.0
MOST_TRIES = 3
GONE = mark("Its worker ended without a word: the machine was switched off, the process was killed, or the memory ran out.")
GONE_REMEDY = mark("Resume it: it goes on from its last checkpoint.")
NOT_STARTED = mark("Its worker cannot be started.")
LOOK_INTO = mark("Look into its log, then resume it.")


class Keeper:
    """`tend()` is one look; `start()` looks from now on, in a thread. `ready` is the worker that waits, if somebody warmed it."""

    def __init__(self, store: Store, worker: Sequence[str] = WORKER, ready: Sequence[str] = READY) -> None:
        self.store, self.worker = store, tuple(worker)
        self.ready = ReadyWorker(store.settings, os.environ | environment_of(store.settings), ready)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._tries: dict[str, tuple[int, float]] = {}
        self._wake, self._is_over = threading.Event(), threading.Event()
        self._looking = threading.Lock()
        self._pause = SECONDS_BETWEEN_LOOKS

    def start(self) -> None:
        """Tend the queue until the process ends, or `stop()`."""
        threading.Thread(target=self._tend_on, name="bertplay-keeper", daemon=True).start()

    def stop(self) -> None:
        """Look no more. Workers go on: a run outlives the server. One that only waits goes home."""
        self._is_over.set()
        self._wake.set()
        self.ready.stop()

    def children(self) -> list[int]:
        """Process ids of the workers that this keeper started and that still live."""
        with self._looking:
            self._starting(set())
            return [child.pid for child in self._children.values()]

    def wake(self) -> None:
        """Look now: something was asked for."""
        self._wake.set()

    def tend(self) -> None:
        """Interrupt what has no worker, start what comes next."""
        with self._looking:
            moving = self.store.rows(MOVING)
            living = self.find_dead(moving)
            waiting = in_order(row for row in moving if row.state == RunState.QUEUED)
            starting = self._starting({row.id for row in waiting})
            room = max(0, self.store.settings.runs_at_once - len(living))
            for row in waiting[:room]:
                if row.id not in starting:
                    self._start(row)
            self._pause = SECONDS_BETWEEN_QUICK_LOOKS if waiting and room else SECONDS_BETWEEN_LOOKS

    def find_dead(self, rows: Sequence[RunRow] | None = None) -> list[RunRow]:
        """Say of every run without a living worker that it was interrupted; those that live."""
        rows = self.store.rows(LIVING) if rows is None else rows
        return [row for row in rows if row.state in LIVING and not self._interrupted(row)]

    def _tend_on(self) -> None:
        while not self._is_over.is_set():
            try:
                self.tend()
            except StoreUnavailable as error:
                logger.warning("%s", error)
            except Exception:
                logger.exception("tending the queue failed")
            self._wake.wait(self._pause)
            self._wake.clear()

    def _interrupted(self, row: RunRow) -> bool:
        """Whether nobody trains this run; then it is said so."""
        if has_worker(self.store.settings.runs_dir / row.id):
            return False
        values = {"problem": GONE, "remedy": GONE_REMEDY, "ended": time.time(), "seconds_left": None}
        return self.store.append(row.id, row.attempt, [], state=RunState.INTERRUPTED, **values)

    def _starting(self, waiting: set[str]) -> set[str]:
        """The children of ours that have not claimed their run yet; those that ended are reaped, wherever they stood."""
        for run_id, child in list(self._children.items()):
            if child.poll() is not None:
                del self._children[run_id]
                if child.returncode and run_id in waiting:
                    self._count_failure(run_id)
        return waiting & set(self._children)

    def _start(self, row: RunRow) -> None:
        """A worker for this run; it outlives us, and says what goes wrong into the log of its run."""
        failures, last = self._tries.get(row.id, (0, 0.0))
        if failures and time.monotonic() - last < SECONDS_UNTIL_ANOTHER_TRY:
            return
        folder = self.store.settings.runs_dir / row.id
        try:
            folder.mkdir(parents=True, exist_ok=True)
            ready = None if failures else self.ready.become(row.id)
            self._children[row.id] = ready or self._cold(row.id, folder)
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
        """After some tries the run is failed; others have their turn."""
        failures = self._tries.get(run_id, (0, 0.0))[0] + 1
        self._tries[run_id] = (failures, time.monotonic())
        if failures >= MOST_TRIES:
            del self._tries[run_id]
            log = self.store.settings.runs_dir / run_id / LOG
            remedy = f"{LOOK_INTO} ({log}{f'; {reason}' if reason else ''})"
            values = {"problem": NOT_STARTED, "remedy": remedy, "ended": time.time(), "waiting": None}
            self.store.change(run_id, [RunState.QUEUED], state=RunState.FAILED, **values)


def environment_of(settings: Settings) -> dict[str, str]:
    """Our settings, and how many threads the libraries of a worker may use: half of the processors, so that the pages stay quick."""
    threads = str(settings.run_threads or max(1, (os.cpu_count() or 1) // 2))
    ours = {f"BERTPLAY_{name.upper()}": str(value) for name, value in settings.model_dump().items()}
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "BERTPLAY_THREADS")
    return ours | dict.fromkeys(names, threads) | {"TOKENIZERS_PARALLELISM": "false"}
