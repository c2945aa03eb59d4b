"""One run in a process of its own: `python -m bertplay.runs.worker ID`.

It takes the lock of its run first and only then calls the run running, so a run that says so has a living worker or
had one. It trains at low priority, tells the store what happens, and does what the store says is wanted.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import psutil

from bertplay.errors import StoreUnavailable
from bertplay.runs.kept import publish_model, withdraw_model
from bertplay.runs.liveness import take_lock
from bertplay.runs.overseer import Overseer
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.runs.tables import RunRow
from bertplay.settings import Settings, get_settings
from bertplay.training.config import FineTuneConfig
from bertplay.training.events import Cancelled, Evaluated, Failed, Finished, Started, TrainEvent, failure

logger = logging.getLogger(__name__)

LOG_FORMAT = "%(asctime)s %(name)s: %(message)s"
NICENESS = 10
RESERVE = "reserve.bin"
RESERVED_BYTES = 2**20
"""Kept while it trains: on a full disk the store needs some room to write down that the disk is full."""
SECONDS_TO_SAY_THE_LAST_WORD = 30.0

Train = Callable[..., Finished | Cancelled]
"""bertplay.training.train.train"""


def main(arguments: list[str]) -> int:
    """Train the run of this id, with transformers."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    return work(arguments[0], get_settings(), import_train)


def end(status: int) -> NoReturn:
    """End at once: taking torch down in order takes half a second, in which the lock is held and who resumes the run waits."""
    logging.shutdown()
    os._exit(status)


def import_train() -> Train:
    """The training; importing it takes seconds."""
    from bertplay.training.train import train

    return train


def work(run_id: str, settings: Settings, get_train: Callable[[], Train]) -> int:
    """Claim the run, train it, say how it ended; 0 also when somebody else has it or it is not wanted any more."""
    store = Store(settings)
    row, folder = store.row(run_id), settings.runs_dir / run_id
    lock = take_lock(folder) if row is not None else None
    if row is None or lock is None:
        return 0
    attempt = store.claim(run_id)
    if attempt is None:
        return 0
    withdraw_model(folder)
    reporter = Reporter(store, run_id, attempt)
    overseer = Overseer(store, run_id, reporter)
    overseer.start()
    last = train_it(row, folder, reporter, overseer, get_train, resume=attempt > 1)
    overseer.is_over.set()
    make_room(folder)
    if isinstance(last, Finished | Cancelled) and last.model_folder:
        newest = store.row(run_id) or row
        publish_model(folder, newest.name)
    say_last(reporter, last)
    return 0


def train_it(
    row: RunRow, folder: Path, reporter: Reporter, overseer: Overseer, get_train: Callable[[], Train], *, resume: bool
) -> TrainEvent:
    """How the training ended; whatever goes wrong becomes Failed, in words."""
    try:
        (folder / RESERVE).write_bytes(bytes(RESERVED_BYTES))
        config = FineTuneConfig.from_json(json.loads(row.config))
        learn = get_train()
        return learn(config, folder, until_first_point(reporter), overseer.wish, resume=resume)
    except Exception as error:
        logger.exception("the training failed")
        return failure(error, at=time.time(), step=reporter.step)


def make_room(folder: Path) -> None:
    """Let go of what was kept in reserve, and of files that were written beside and never renamed."""
    for file in (folder / RESERVE, *folder.rglob("*.part")):
        if file.is_file():
            file.unlink(missing_ok=True)


def until_first_point(report: Callable[[TrainEvent], None]) -> Callable[[TrainEvent], None]:
    """The same report; when there is something to see, nobody waits any more, and from then on the pages go first."""

    def tell(event: TrainEvent) -> None:
        report(event)
        if isinstance(event, Started | Evaluated):
            lower_priority()

    return tell


def lower_priority() -> None:
    """The pages go first. Linux counts every thread by itself; elsewhere the process is one."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    threads = Path("/proc/self/task")
    for number in [int(one.name) for one in threads.iterdir()] if threads.is_dir() else [0]:
        with suppress(ProcessLookupError):  # it has just ended
            os.setpriority(os.PRIO_PROCESS, number, NICENESS)


def say_last(reporter: Reporter, last: TrainEvent) -> None:
    """Write how it ended; again and again for a while when the store cannot be written."""
    values: dict[str, Any] = {"ended": time.time(), "seconds_left": None, "waiting": None}
    match last:
        case Finished():
            values |= {"state": RunState.FINISHED, "metrics": json.dumps(last.metrics), "has_model": bool(last.model_folder)}
        case Cancelled():
            values |= {"state": RunState.CANCELLED, "metrics": json.dumps(last.metrics), "has_model": bool(last.model_folder)}
        case Failed():
            values |= {"state": RunState.FAILED, "problem": last.problem, "remedy": last.remedy}
    until = time.monotonic() + SECONDS_TO_SAY_THE_LAST_WORD
    while True:
        try:
            reporter.say_last(last, **values)
            return
        except StoreUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    end(main(sys.argv[1:]))
