"""What is wanted of a running training: a thread of the worker reads it from the store a few times a second."""

import json
import logging
import os
import threading
import time

from bertplay.errors import StoreUnavailable
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import LIVING, RunState
from bertplay.runs.store import Store
from bertplay.training.events import Wish
from bertplay.wording import mark

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.15
SECONDS_TO_STOP = 15.0
"""A training that has been told to stop and has not by then is ended as it is; what it saved is kept."""
SECONDS_OF_A_PAUSE = 1_800.0
SECONDS_OF_A_PAUSE_WHILE_OTHERS_WAIT = 120.0
PAUSED_TOO_LONG = mark("It was paused for so long that its worker was ended.")
PAUSED_REMEDY = mark("Resume it: it goes on from its last checkpoint.")


class Overseer:
    """Answers `wish()` between two steps. It also ends the process when the training is not there to be asked."""

    def __init__(self, store: Store, run_id: str, reporter: Reporter) -> None:
        self.store, self.run_id, self.reporter = store, run_id, reporter
        self.is_over = threading.Event()
        self._wish, self._granted = Wish.GO, 0
        self._state = RunState.RUNNING
        self._stop_since: float | None = None
        self._pause_since: float | None = None

    def start(self) -> None:
        """Look now, and from now on."""
        self._look()
        threading.Thread(target=self._look_on, name="bertplay-overseer", daemon=True).start()

    def wish(self) -> Wish:
        """What the training is to do now. While paused, granted steps are still made, and counted exactly."""
        if self.reporter.is_outdated:
            return Wish.STOP
        now = Wish.GO if self._wish is Wish.PAUSE and self.reporter.step < self._granted else self._wish
        state = RunState.PAUSED if now is Wish.PAUSE else RunState.RUNNING
        if state is not self._state and now is not Wish.STOP:
            self._state = state
            self._pause_since = time.monotonic() if state is RunState.PAUSED else None
            self.reporter.write(state=state)
        return now

    def _look_on(self) -> None:
        while not self.is_over.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self._look()
            except StoreUnavailable:
                logger.warning("the store cannot be read now")
            except Exception:
                logger.exception("looking at the store failed")

    def _look(self) -> None:
        row = self.store.row(self.run_id)
        if self.is_over.is_set():
            return
        if row is None or row.attempt != self.reporter.attempt or row.state not in LIVING:
            logger.warning("the run is gone, or somebody else has it")
            os._exit(0)
        self._wish, self._granted = Wish(row.wish), row.granted
        if self._wish is not Wish.STOP:
            self._stop_since = None
        elif self._stop_since is None:
            self._stop_since = time.monotonic()
        if self._stop_since is not None and self._is_deaf():
            self._end(state=RunState.CANCELLED)
        if self._pause_since is not None and self._is_in_the_way():
            self._end(state=RunState.INTERRUPTED, problem=PAUSED_TOO_LONG, remedy=PAUSED_REMEDY)

    def _is_deaf(self) -> bool:
        """Told to stop before there was anything to keep, or long ago."""
        return not self.reporter.has_started or time.monotonic() - (self._stop_since or 0.0) > SECONDS_TO_STOP

    def _is_in_the_way(self) -> bool:
        """Paused for long, or for a while and somebody waits for the place."""
        seconds = time.monotonic() - (self._pause_since or 0.0)
        if seconds < SECONDS_OF_A_PAUSE_WHILE_OTHERS_WAIT:
            return False
        return seconds > SECONDS_OF_A_PAUSE or bool(self.store.rows([RunState.QUEUED]))

    def _end(self, *, state: RunState, problem: str = "", remedy: str = "") -> None:
        """Say so, and end this process at once."""
        if self.is_over.is_set():
            return
        self.reporter.write(state=state, problem=problem, remedy=remedy, ended=time.time(), seconds_left=None, metrics=json.dumps({}))
        os._exit(0)
