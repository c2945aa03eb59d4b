"""The events of a training, on their way into the store."""

import json
import threading
import time
from typing import Any

from bertplay.errors import StoreUnavailable
from bertplay.results.training_events import Cancelled, Failed, Finished, Paused, Started, Step, TrainEvent
from bertplay.runs.store import Store
from bertplay.runs.tables import EventRow
from bertplay.training.events import event_to_json

LAST = (Finished, Paused, Cancelled, Failed)
SECONDS_BETWEEN_WRITES = 0.25
MAX_PENDING = 50_000
"""Events that are held back while the store cannot be written."""


class EventWriter:
    """Called with each event. Steps are written a few times a second, all else at once; the last event by `finish`.

    step          updates of the weights so far
    has_started   the data is read and the model is built
    is_outdated   the run was deleted, or another worker has it: nothing that is reported counts any more
    """

    def __init__(self, store: Store, run_id: str, attempt: int) -> None:
        self.store, self.run_id, self.attempt = store, run_id, attempt
        self.step = 0
        self.has_started = self.is_outdated = False
        self._lock = threading.Lock()
        self._pending: list[EventRow] = []
        self._values: dict[str, Any] = {}
        self._written = 0.0

    def __call__(self, event: TrainEvent) -> None:
        """Take an event."""
        if isinstance(event, LAST):
            return  # run() returns it too, and it must not be written before the model can be used
        with self._lock:
            self.step = event.step
            self._pending = [*self._pending, row_of(event)][-MAX_PENDING:]
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
        """Write what is pending, and these values; what cannot be written now stays pending."""
        with self._lock:
            self._values |= values
            if not self._pending and not self._values:
                return
            try:
                self.is_outdated |= not self.store.append(self.run_id, self.attempt, self._pending, **self._values)
            except StoreUnavailable:
                return
            finally:
                self._written = time.monotonic()
            self._pending, self._values = [], {}

    def finish(self, last: TrainEvent, **values: Any) -> None:
        """Write everything, and how it ended. Raises StoreUnavailable."""
        with self._lock:
            values = self._values | values
            self.store.append(self.run_id, self.attempt, [*self._pending, row_of(last)], **values)
            self._pending, self._values = [], {}


def row_of(event: TrainEvent) -> EventRow:
    """An event as a row of the store."""
    body = event_to_json(event)
    return EventRow(kind=body["kind"], step=event.step, body=json.dumps(body))
