"""A worker whose training counts instead of learning, so that faults can be tried in seconds: the process, the lock, the store are real.

    python tests/unit/runs/small_worker.py ID

A run of n epochs makes 20 n steps of 20 ms, and a checkpoint (the number of the step, in a file) at every fifth;
one of 100 epochs goes on until it is stopped.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bertplay.results.training_events import Ended, Evaluated, Finished, Saved, Started, Step, TrainEvent
from bertplay.runs.worker import work
from bertplay.settings import get_settings
from bertplay.training.events import Command, ended
from bertplay.training.jobs import FineTune

STEPS_AN_EPOCH = 20
ENDLESS = 100
SECONDS_A_STEP = 0.02
STEPS_A_CHECKPOINT = 5


def count(job: FineTune, folder: Path, report: Callable[[TrainEvent], None], command: Callable[[], Command], resume: bool = False) -> Ended:
    """Count to the last step as `FineTune.run` would train to it."""
    total = STEPS_AN_EPOCH * (job.epochs if job.epochs < ENDLESS else 10**6)
    done = last_checkpoint(folder) if resume else 0
    report(Started(time.time(), done, total, 320, 80, ("negative", "positive"), 100, 100, 0.5, total * SECONDS_A_STEP, 2**20))
    for step in range(done + 1, total + 1):
        while (wanted := command()) is Command.PAUSE:
            time.sleep(0.1)
        if wanted in (Command.STOP, Command.YIELD):
            save_checkpoint(folder, step - 1)
            return ended(wanted, step - 1, {"accuracy": 0.75}, write_model(folder))
        time.sleep(SECONDS_A_STEP)
        report(Step(time.time(), step, 1 / step, job.learning_rate, 16 / SECONDS_A_STEP, (total - step) * SECONDS_A_STEP))
        if step % STEPS_A_CHECKPOINT == 0:
            report(Evaluated(time.time(), step, step / STEPS_AN_EPOCH, 80, 1 / step, 2 / step, 0.5 + step / total / 4))
            save_checkpoint(folder, step)
            report(Saved(time.time(), step, str(folder)))
    return Finished(time.time(), total, {"accuracy": 0.75}, write_model(folder))


def save_checkpoint(folder: Path, step: int) -> None:
    part = folder / "checkpoint.part"
    part.write_bytes(json.dumps({"step": step}).encode().ljust(int(os.environ.get("CHECKPOINT_BYTES", "100"))))
    part.replace(folder / "checkpoint.json")


def last_checkpoint(folder: Path) -> int:
    file = folder / "checkpoint.json"
    return int(json.loads(file.read_bytes())["step"]) if file.is_file() else 0


def write_model(folder: Path) -> str:
    (folder / "model").mkdir(exist_ok=True)
    (folder / "model" / "numbers.txt").write_text("1 2 3")
    return str(folder / "model")


if __name__ == "__main__":
    sys.exit(work(sys.argv[1], get_settings(), count))
