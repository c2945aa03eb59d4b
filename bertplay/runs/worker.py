"""One run in a separate process: `python -m bertplay.runs.worker ID`.

It takes the lock of its run before it writes that the run is running, so a run in that state has a living worker or
had one. It trains at low priority, writes its events into the store, and follows the commands in the store.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import psutil

from bertplay.errors import BertplayError, StoreUnavailable
from bertplay.i18n import N_
from bertplay.models.run_folder import reopen
from bertplay.results.training_events import Cancelled, Ended, Evaluated, Failed, Finished, Paused, Started, TrainEvent
from bertplay.runs.control import RunControl
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.liveness import take_lock
from bertplay.runs.saved_model import save_model, withdraw_model
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import RunRow
from bertplay.runs.views import name_of
from bertplay.settings import Settings, get_settings
from bertplay.training.events import failure
from bertplay.training.jobs import job_from_json
from bertplay.training.run_job import run_job

logger = logging.getLogger(__name__)

LOG_FORMAT = "%(asctime)s %(name)s: %(message)s"
NICENESS = 10
RESERVE = "reserve.bin"
RESERVED_BYTES = 2**20
"""Reserved while it trains: on a full disk the store needs some room to write down that the disk is full."""
SECONDS_TO_FINISH = 30.0
NOT_PUBLISHED = N_("Its model could not be published for other machines.")
PUBLISH_LATER = N_("Publish it later: `python -m bertplay publish`.")
STATES: dict[type[Ended | Failed], RunState] = {
    Finished: RunState.FINISHED,
    Paused: RunState.PAUSED,
    Cancelled: RunState.CANCELLED,
    Failed: RunState.FAILED,
}

RunJob = Callable[..., Ended]
"""`run_job`, or what a test has in its place."""


def main(arguments: list[str]) -> int:
    """Train the run with this id."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    return work(arguments[0], get_settings(), run_job)


def end(status: int) -> NoReturn:
    """Exit at once: an orderly shutdown of torch takes half a second, during which the lock is still held and resuming has to wait."""
    logging.shutdown()
    os._exit(status)


def work(run_id: str, settings: Settings, run: RunJob) -> int:
    """Claim the run, train it, and write how it ended. The exit status is 0 even if another worker has the run or it was cancelled."""
    limit_memory(settings.run_mib)
    store = Store(settings)
    row, folder = store.row(run_id), settings.runs_dir / run_id
    lock = take_lock(folder) if row is not None else None
    if row is None or lock is None:
        return 0
    attempt = store.claim(run_id)
    if attempt is None:
        return 0
    withdraw(settings, run_id)
    writer = EventWriter(store, run_id, attempt)
    control = RunControl(store, run_id, writer)
    control.start()
    last = train(row, folder, writer, control, run, resume=attempt > 1)
    control.is_over.set()
    make_room(folder)
    has_model = not isinstance(last, Failed) and bool(last.model_folder)
    finish(writer, last, save(settings, run_id, name_of(store.row(run_id) or row)) if has_model else {})
    return 0


def withdraw(settings: Settings, run_id: str) -> None:
    """Remove the model of an earlier attempt from the catalog; if the store is unavailable, the new model will replace it there."""
    try:
        withdraw_model(settings, run_id)
    except BertplayError as error:
        logger.warning("%s", error)
        reopen(settings.runs_dir / run_id)


def save(settings: Settings, run_id: str, title: str) -> dict[str, str]:
    """Add the model to the catalog and publish it; returns a note for the run if it could not be published."""
    try:
        save_model(settings, run_id, title)
    except BertplayError as error:
        logger.exception("the model could not be published")
        return {"problem": f"{NOT_PUBLISHED} ({error.problem})", "remedy": PUBLISH_LATER}
    return {}


def limit_memory(mib: int) -> None:
    """Limit the memory of this process to so many MiB, where the system supports it; 0: no limit."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if mib:
        resource.setrlimit(resource.RLIMIT_DATA, (mib << 20, mib << 20))


def train(row: RunRow, folder: Path, writer: EventWriter, control: RunControl, run: RunJob, *, resume: bool) -> Ended | Failed:
    """Train, and return how it ended; any error becomes Failed with a message."""
    try:
        (folder / RESERVE).write_bytes(bytes(RESERVED_BYTES))
        return run(job_from_json(row.job), folder, until_first_point(writer), control.command, resume=resume)
    except Exception as error:
        logger.exception("the training failed")
        return failure(error, at=time.time(), step=writer.step)


def make_room(folder: Path) -> None:
    """Delete reserved disk space and leftover temporary files."""
    for file in (folder / RESERVE, *folder.rglob("*.part")):
        if file.is_file():
            file.unlink(missing_ok=True)


def until_first_point(report: Callable[[TrainEvent], None]) -> Callable[[TrainEvent], None]:
    """The same report, which also lowers the priority after the first visible event: until then a reader is waiting."""

    def report_first(event: TrainEvent) -> None:
        report(event)
        if isinstance(event, Started | Evaluated):
            lower_priority()

    return report_first


def lower_priority() -> None:
    """Give the pages priority. Linux has a priority for each thread, other systems for the process."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    threads = Path("/proc/self/task")
    for number in [int(one.name) for one in threads.iterdir()] if threads.is_dir() else [0]:
        with suppress(ProcessLookupError):  # it has just ended
            os.setpriority(os.PRIO_PROCESS, number, NICENESS)


def finish(writer: EventWriter, last: Ended | Failed, more: Mapping[str, str]) -> None:
    """Write how the run ended, and its note; keeps retrying for a while if the store cannot be written."""
    values: dict[str, Any] = {"state": STATES[type(last)], "ended": time.time(), "queue_owner": None, **more}
    if isinstance(last, Failed):
        values |= {"problem": last.problem, "remedy": last.remedy}
    else:
        values |= {"metrics": json.dumps(last.metrics), "has_model": bool(last.model_folder)}
    until = time.monotonic() + SECONDS_TO_FINISH
    while True:
        try:
            writer.finish(last, **values)
            return
        except StoreUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    end(main(sys.argv[1:]))
