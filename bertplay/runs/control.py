"""Commands to a running training: a thread of its worker reads them from the store a few times a second."""

import json
import logging
import os
import threading
import time

from bertplay.errors import StoreUnavailable
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.state import BEGUN, RunState
from bertplay.runs.store import Store
from bertplay.training.events import Command

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_POLLS = 0.15
SECONDS_TO_STOP = 60.0
"""A training that has not stopped by then after a stop command is ended as it is; what it saved remains."""
SECONDS_OF_A_PAUSE = 1_800.0
"""How long a paused run keeps its worker if no other run is waiting."""


class RunControl:
    """Answers `command()` between two steps. It also ends the process if the training no longer responds."""

    def __init__(self, store: Store, run_id: str, writer: EventWriter) -> None:
        self.store, self.run_id, self.writer = store, run_id, writer
        self.is_over = threading.Event()
        self._command, self._step_limit = Command.CONTINUE, 0
        self._others_wait = False
        self._paused_since: float | None = None
        self._stop_since: float | None = None

    def start(self) -> None:
        """Look now, and from now on."""
        self._poll()
        threading.Thread(target=self._poll_repeatedly, name="bertplay-control", daemon=True).start()

    def command(self) -> Command:
        """What the training is to do now. While paused, steps up to the limit are still made, and counted exactly.

        A paused run gives up its place at once; it yields, which ends its worker, as soon as another run wants to train.
        """
        if self.writer.is_outdated:
            return Command.STOP
        if self._command is Command.STOP:
            return Command.STOP
        if self._command is Command.PAUSE and self.writer.step >= self._step_limit:
            return self._pause()
        return Command.CONTINUE if self._paused_since is None else self._unpause()

    def _pause(self) -> Command:
        """Give up the place, and perhaps the worker."""
        if self._paused_since is None:
            self._paused_since = time.monotonic()
            self.writer.write(state=RunState.PAUSED)
        is_long = time.monotonic() - self._paused_since > SECONDS_OF_A_PAUSE
        return Command.YIELD if self._others_wait or is_long else Command.PAUSE

    def _unpause(self) -> Command:
        """Take a place again; without a free one the run ends here and is queued."""
        try:
            if not self.store.unpause(self.run_id, self.writer.attempt):
                return Command.YIELD
        except StoreUnavailable:
            return Command.PAUSE
        self._paused_since = None
        return Command.CONTINUE

    def _poll_repeatedly(self) -> None:
        while not self.is_over.wait(SECONDS_BETWEEN_POLLS):
            try:
                self._poll()
            except StoreUnavailable:
                logger.warning("the store cannot be read now")
            except Exception:
                logger.exception("polling the store failed")

    def _poll(self) -> None:
        row = self.store.row(self.run_id)
        if self.is_over.is_set():
            return
        if row is None or row.attempt != self.writer.attempt or row.state not in BEGUN:
            logger.warning("the run is gone, or another worker has it")
            os._exit(0)
        command = Command(row.command)
        self._others_wait = command is Command.PAUSE and self._is_place_wanted()
        self._command, self._step_limit = command, row.step_limit
        if command is not Command.STOP:
            self._stop_since = None
        elif self._stop_since is None:
            self._stop_since = time.monotonic()
        if self._stop_since is not None and self._is_unresponsive():
            self._end_as_cancelled()

    def _is_place_wanted(self) -> bool:
        """Whether another run is queued, or has taken the place already."""
        others = [row for row in self.store.rows([RunState.QUEUED, RunState.RUNNING]) if row.id != self.run_id]
        running = sum(row.state == RunState.RUNNING for row in others)
        return len(others) > running or running >= self.store.settings.runs_at_once

    def _is_unresponsive(self) -> bool:
        """Asked to stop before there was anything to save, or long ago."""
        return not self.writer.has_started or time.monotonic() - (self._stop_since or 0.0) > SECONDS_TO_STOP

    def _end_as_cancelled(self) -> None:
        """Write it down, and end this process at once."""
        if self.is_over.is_set():
            return
        self.writer.write(state=RunState.CANCELLED, ended=time.time(), metrics=json.dumps({}))
        os._exit(0)
