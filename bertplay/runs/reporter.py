"""What a training tells, on its way into the store."""

import json
import threading
import time
from typing import Any

from bertplay.errors import StoreUnavailable
from bertplay.runs.store import Store
from bertplay.runs.tables import EventRow
from bertplay.training.events import LAST, Started, Step, TrainEvent, event_as_json

SECONDS_BETWEEN_WRITES = 0.25
MOST_KEPT = 50_000
"""Events kept while the store cannot be written."""


class Reporter:
    """Called with each event. Steps are written a few times a second, all else at once; the end by `say_last`.

    step          updates of the weights so far
    has_started   the data is read and the model stands
    is_outdated   the run was deleted, or another worker has it: nothing that is told counts any more
    """

    def __init__(self, store: Store, run_id: str, attempt: int) -> None:
        self.store, self.run_id, self.attempt = store, run_id, attempt
        self.step = 0
        self.has_started = self.is_outdated = False
        self._lock = threading.Lock()
        self._waiting: list[EventRow] = []
        self._values: dict[str, Any] = {}
        self._written = 0.0

    def __call__(self, event: TrainEvent) -> None:
        """Take an event."""
        if isinstance(event, LAST):
            return  # train() returns it too, and it must not be told before the model can be used
        with self._lock:
            self.step = event.step
            self._waiting = [*self._waiting, row_of(event)][-MOST_KEPT:]
            self._values["step"] = event.step
            if isinstance(event, Started):
                self.has_started = True
                self._values |= {"total_steps": event.total_steps, "estimate_seconds": event.estimate_seconds}
                self._values["seconds_left"] = event.estimate_seconds
            elif isinstance(event, Step):
                self._values["seconds_left"] = event.seconds_left
        if not isinstance(event, Step) or time.monotonic() - self._written > SECONDS_BETWEEN_WRITES:
            self.write()

    def write(self, **values: Any) -> None:
        """Write what waits, and these values; what cannot be written now waits on."""
        with self._lock:
            self._values |= values
            if not self._waiting and not self._values:
                return
            try:
                self.is_outdated |= not self.store.append(self.run_id, self.attempt, self._waiting, **self._values)
            except StoreUnavailable:
                return
            finally:
                self._written = time.monotonic()
            self._waiting, self._values = [], {}

    def say_last(self, last: TrainEvent, **values: Any) -> None:
        """Write everything, and how it ended. Raises StoreUnavailable."""
        with self._lock:
            told = self._values | values
            self.store.append(self.run_id, self.attempt, [*self._waiting, row_of(last)], **told)
            self._waiting, self._values = [], {}


def row_of(event: TrainEvent) -> EventRow:
    """An event as the store keeps it."""
    body = event_as_json(event)
    return EventRow(kind=body["kind"], step=event.step, body=json.dumps(body))
