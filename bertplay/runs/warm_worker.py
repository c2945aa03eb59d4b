"""A worker that has loaded its libraries and waits for a run: `python -m bertplay.runs.warm_worker`.

The server sends it lines of JSON:

    {"measure": "3f2a…", "job": {…}}   measure the cost of such a job in a child process, and save it under that name
    {"become": "k3m9xw2a"}             become the worker of this run, like any other worker

It exits when the server is gone, or after a while without work. There is one for each folder of runs.
"""

import json
import logging
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bertplay.i18n import N_
from bertplay.runs.costs import save_cost, save_problem
from bertplay.runs.launchers.base import LOG
from bertplay.runs.liveness import take_lock
from bertplay.runs.warm_worker_client import FOLDER
from bertplay.runs.worker import LOG_FORMAT, RunJob, end, lower_priority, work
from bertplay.settings import Settings, get_settings
from bertplay.training.events import failure
from bertplay.training.jobs import FineTune, job_from_json
from bertplay.training.pace import MeasuredCost
from bertplay.training.run_job import run_job

Measure = Callable[[FineTune], MeasuredCost]
"""`measure_job`, or what a test has in its place."""

SECONDS_OF_PATIENCE = 900.0
SECONDS_BETWEEN_POLLS = 0.2
SECONDS_TO_MEASURE = 120.0
MAX_TO_MEASURE = 16
TOO_SLOW = N_("A few steps took longer than two minutes.")
DIED = N_("The process that measured it was ended: this machine probably has too little memory for it.")


class WarmWorker:
    """Imports the libraries in a thread, and measures one job after another until it gets a run to train.

    A child process does the measuring: this process keeps its state, the memory of each job can be measured separately, and a run
    can start at once, because the child is simply killed.
    """

    def __init__(self, settings: Settings, measure: Measure, prepare: Callable[[], None], patience: float) -> None:
        self.settings, self.measure, self.patience = settings, measure, patience
        self._import = threading.Thread(target=prepare, daemon=True)
        self._import.start()
        # A forked child has all imports already; elsewhere than on Linux libraries do not survive it.
        self._processes: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._todo: deque[tuple[str, dict[str, Any]]] = deque(maxlen=MAX_TO_MEASURE)
        self._child: BaseProcess | None = None
        self._key, self._since = "", time.monotonic()
        self._read = b""

    def run_id(self) -> str | None:
        """Wait for the run to train; None when none will come."""
        try:
            while True:
                self._measure_next()
                ready = wait([0, *([self._child.sentinel] if self._child else [])], timeout=SECONDS_BETWEEN_POLLS)
                if 0 in ready:
                    found = self._listen()
                    if found is not None:
                        return found or None
                elif self._is_over():
                    return None
        finally:
            self._kill()

    def _listen(self) -> str | None:
        """Read a message: the run to train, "" if the server is gone, None to keep waiting."""
        content = os.read(0, 65_536)
        self._read += content
        *lines, self._read = self._read.split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "become" in message:
                return str(message["become"])
            self._todo.append((message["measure"], message["job"]))
        return None if content else ""

    def _measure_next(self) -> None:
        """If the child is done, start the next one for the next job."""
        if self._child is not None:
            if self._child.is_alive() and time.monotonic() - self._since < SECONDS_TO_MEASURE:
                return
            problem = TOO_SLOW if self._child.is_alive() else DIED if self._child.exitcode else ""
            self._kill()
            if problem:
                save_problem(self.settings, self._key, problem)
        if self._todo and not self._import.is_alive():
            self._key, values = self._todo.popleft()
            self._since = time.monotonic()
            arguments = self._key, values, self.settings, self.measure
            self._child = self._processes.Process(target=measure_and_save, args=arguments, daemon=True)
            self._child.start()

    def _is_over(self) -> bool:
        return self._child is None and time.monotonic() - self._since > self.patience

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child, self._since = None, time.monotonic()


def measure_and_save(key: str, values: dict[str, Any], settings: Settings, measure: Measure) -> None:
    """In the child: measure and save the cost, or save why that failed."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    lower_priority()
    with suppress(OSError):  # where memory runs out, this is what may be ended
        Path("/proc/self/oom_score_adj").write_text("1000")
    try:
        found = measure(fine_tune_of(values))
    except Exception as error:
        save_problem(settings, key, failure(error, at=time.time(), step=0).problem)
    else:
        save_cost(settings, key, found)


def end_with_parent() -> None:
    """Exit when the parent has been killed, because nobody needs the measurement any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def stand_by(settings: Settings, run: RunJob, measure: Measure, prepare: Callable[[], None], patience: float = SECONDS_OF_PATIENCE) -> int:
    """Load the libraries, wait for a run, and train it."""
    lock = take_lock(settings.runs_dir / FOLDER)
    if lock is None:
        return 0
    run_id = WarmWorker(settings, measure, prepare, patience).run_id()
    lock.release()
    if run_id is None:
        return 0
    leave_server(settings, run_id)
    return work(run_id, settings, run)


def leave_server(settings: Settings, run_id: str) -> None:
    """Detach from the server: close its pipe and log to the run's own log. From here on the worker outlives the server."""
    folder = settings.runs_dir / run_id
    folder.mkdir(parents=True, exist_ok=True)
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, theirs)


def fine_tune_of(values: dict[str, Any]) -> FineTune:
    """The job in a message. Only fine-tuning is measured: the other jobs have a time budget."""
    job = job_from_json(values)
    if not isinstance(job, FineTune):
        raise TypeError(job)
    return job


def import_libraries() -> None:
    """Import what training and measuring need; a failing import is raised again by the code that needs it."""
    with suppress(Exception):
        import_module("bertplay.training.measuring")


def measure_job(job: FineTune) -> MeasuredCost:
    """Measure a job; the import takes seconds."""
    from bertplay.training.measuring import measure

    return measure(job)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    end(stand_by(get_settings(), run_job, measure_job, import_libraries))
