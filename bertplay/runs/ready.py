"""A worker that waits for its run: `python -m bertplay.runs.ready`, with everything imported that takes seconds.

Its server writes lines of JSON to it:

    {"measure": "3f2a…", "config": {…}}   measure what such a run costs, in a process of its own, and keep it under that name
    {"become": "k3m9xw2a"}                be the worker of this run, from now on as any other worker

It ends when the server is gone, or when nothing was asked of it for a while. There is one for a folder of runs.
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
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bertplay.runs.keeper import LOG
from bertplay.runs.liveness import take_lock
from bertplay.runs.measured import keep_measured, keep_problem
from bertplay.runs.ready_worker import FOLDER
from bertplay.runs.worker import LOG_FORMAT, Train, end, import_train, lower_priority, work
from bertplay.settings import Settings, get_settings
from bertplay.training.config import FineTuneConfig
from bertplay.training.events import failure
from bertplay.training.pace import Measured
from bertplay.wording import mark

Measure = Callable[[FineTuneConfig], Measured]
"""bertplay.training.measuring.measure"""

SECONDS_OF_PATIENCE = 900.0
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_TO_MEASURE = 120.0
MOST_TO_MEASURE = 16
TOO_SLOW = mark("A few steps took longer than two minutes.")
DIED = mark("The process that measured it was ended: the memory of this machine is probably too small for it.")


class Imports:
    """The libraries on their way, in a thread: who is told to train meanwhile can say at once that the run is running."""

    def __init__(self, get_train: Callable[[], Train], get_measure: Callable[[], Measure]) -> None:
        self._get_train, self._get_measure = get_train, get_measure
        self._thread = threading.Thread(target=self._import, daemon=True)
        self._thread.start()

    @property
    def are_there(self) -> bool:
        return not self._thread.is_alive()

    def train(self) -> Train:
        """The training, when it is imported; raises what importing it raises."""
        self._thread.join()
        return self._get_train()

    def measure(self) -> Measure:
        """The same of the measuring."""
        self._thread.join()
        return self._get_measure()

    def _import(self) -> None:
        with suppress(Exception):  # raised again for whoever asks
            self._get_train()
            self._get_measure()


class Waiting:
    """Measures one thing after another until it is told which run to train.

    The measuring is done by a child, so that this process stays as it is, the memory of each is its own, and a start need
    not wait: the child is killed.
    """

    def __init__(self, settings: Settings, imports: Imports, patience: float) -> None:
        self.settings, self.imports, self.patience = settings, imports, patience
        # A forked child has all imports already; elsewhere than on Linux libraries do not survive it.
        self._processes: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._todo: deque[tuple[str, dict[str, Any]]] = deque(maxlen=MOST_TO_MEASURE)
        self._child: BaseProcess | None = None
        self._key, self._since = "", time.monotonic()
        self._read = b""

    def run_id(self) -> str | None:
        """Wait; the run to train, or None when there is none to come."""
        try:
            while True:
                self._measure_next()
                heard = wait([0, *([self._child.sentinel] if self._child else [])], timeout=SECONDS_BETWEEN_LOOKS)
                if 0 in heard:
                    found = self._listen()
                    if found is not None:
                        return found or None
                elif self._is_over():
                    return None
        finally:
            self._kill()

    def _listen(self) -> str | None:
        """Read what was asked: the run to train, "" when the server is gone, None to wait on."""
        content = os.read(0, 65_536)
        self._read += content
        *lines, self._read = self._read.split(b"\n")
        for line in lines:
            asked = json.loads(line)
            if "become" in asked:
                return str(asked["become"])
            self._todo.append((asked["measure"], asked["config"]))
        return None if content else ""

    def _measure_next(self) -> None:
        """See whether the child is ready, and give the next one to another."""
        if self._child is not None:
            if self._child.is_alive() and time.monotonic() - self._since < SECONDS_TO_MEASURE:
                return
            problem = TOO_SLOW if self._child.is_alive() else DIED if self._child.exitcode else ""
            self._kill()
            if problem:
                keep_problem(self.settings, self._key, problem)
        if self._todo and self.imports.are_there:
            self._key, values = self._todo.popleft()
            self._since = time.monotonic()
            arguments = self._key, values, self.settings, self.imports.measure()
            self._child = self._processes.Process(target=measure_and_keep, args=arguments, daemon=True)
            self._child.start()

    def _is_over(self) -> bool:
        return self._child is None and time.monotonic() - self._since > self.patience

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child, self._since = None, time.monotonic()


def measure_and_keep(key: str, values: dict[str, Any], settings: Settings, measure: Measure) -> None:
    """In the child: measure, and keep what was found, or what went wrong in words."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    lower_priority()
    with suppress(OSError):  # where memory runs out, this is what may be ended
        Path("/proc/self/oom_score_adj").write_text("1000")
    try:
        found = measure(FineTuneConfig.from_json(values))
    except Exception as error:
        keep_problem(settings, key, failure(error, at=time.time(), step=0).problem)
    else:
        keep_measured(settings, key, found)


def end_with_parent() -> None:
    """Nobody waits for what is measured any more when the parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def stand_by(
    settings: Settings, get_train: Callable[[], Train], get_measure: Callable[[], Measure], patience: float = SECONDS_OF_PATIENCE
) -> int:
    """Import and wait, then train what is asked for."""
    lock = take_lock(settings.runs_dir / FOLDER)
    if lock is None:
        return 0
    imports = Imports(get_train, get_measure)
    run_id = Waiting(settings, imports, patience).run_id()
    lock.release()
    if run_id is None:
        return 0
    leave_server(settings, run_id)
    return work(run_id, settings, imports.train)


def leave_server(settings: Settings, run_id: str) -> None:
    """Let the server's pipe go, and write into the log of the run: from here on it outlives the server."""
    folder = settings.runs_dir / run_id
    folder.mkdir(parents=True, exist_ok=True)
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for mine, theirs in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(mine, theirs)


def import_measure() -> Measure:
    """The measuring; importing it takes seconds."""
    from bertplay.training.measuring import measure

    return measure


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    end(stand_by(get_settings(), import_train, import_measure))
