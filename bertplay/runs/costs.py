"""What steps cost on this machine: measured before a run and saved in files, by the settings that make a step more expensive."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import Any

from bertplay import __version__
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.jobs import FineTune, TrainingJob, job_from_json, job_to_json
from bertplay.training.pace import MeasuredCost

FOLDER = "measured"
VALID_SECONDS = 7 * 86_400.0
PROBLEM_SECONDS = 600.0
"""After so long it is tried again: memory may have become free."""
MAX_COMPARED = 9


def cost_class(job: FineTune) -> FineTune:
    """The same for jobs whose steps cost the same: the seed, the learning rate and the number of epochs make no difference."""
    return replace(job, epochs=1, learning_rate=1e-4, seed=0, evaluate_every=0, warmup_share=0.0, weight_decay=0.0, probe_sentences=())


def key_of(job: FineTune, settings: Settings) -> str:
    """The name of a cost class on this machine."""
    known = [__version__, settings.run_threads, job_to_json(cost_class(job))]
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:24]


def load_cost(settings: Settings, key: str) -> MeasuredCost | str | None:
    """What was measured, or the problem in words; None when nobody has measured it for long."""
    file = settings.runs_dir / FOLDER / f"{key}.json"
    try:
        age = time.time() - file.stat().st_mtime
        values = json.loads(file.read_text("utf-8"))
        if "problem" in values:
            return str(values["problem"]) if age < PROBLEM_SECONDS else None
        return MeasuredCost(**values) if age < VALID_SECONDS else None
    except (OSError, ValueError, TypeError):
        return None


def save_cost(settings: Settings, key: str, found: MeasuredCost) -> None:
    """Save it."""
    write(settings.runs_dir / FOLDER, key, asdict(found))


def save_problem(settings: Settings, key: str, problem: str) -> None:
    """Save why it could not be measured."""
    write(settings.runs_dir / FOLDER, key, {"problem": problem})


def write(folder: Path, key: str, values: Mapping[str, Any]) -> None:
    """Written to a temporary file and renamed: nobody reads half of it. What is too old is deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}.part"
    part.write_text(json.dumps(values), encoding="utf-8")
    part.replace(folder / f"{key}.json")
    for file in folder.iterdir():
        if time.time() - file.stat().st_mtime > VALID_SECONDS:
            file.unlink(missing_ok=True)


def estimate_seconds(job: TrainingJob, store: Store) -> float | None:
    """Seconds from the start of the worker to the end; None until a step, or a run of the same cost class, has been measured here.

    A job with a time budget takes that.
    """
    if not isinstance(job, FineTune):
        return job.seconds
    measured = load_cost(store.settings, key_of(job, store.settings))
    if isinstance(measured, MeasuredCost):
        return measured.seconds_for(job)
    wanted, found = cost_class(job), []
    for row in store.rows([RunState.FINISHED]):
        other = job_from_json(row.job)
        if row.attempt == 1 and row.started and row.ended and isinstance(other, FineTune) and cost_class(other) == wanted:
            found.append((row.ended - row.started) / other.epochs)
    return median(found[:MAX_COMPARED]) * job.epochs if found else None
