"""The cost of training steps on this machine, measured before a run and saved in files, one for each cost class."""

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
"""When measuring failed, it is retried after this time: memory may have become free."""
MAX_COMPARED = 9


def cost_class(job: FineTune) -> FineTune:
    """A key shared by all jobs whose steps cost the same: seed, learning rate and number of epochs do not matter."""
    return replace(job, epochs=1, learning_rate=1e-4, seed=0, evaluate_every=0, warmup_share=0.0, weight_decay=0.0, probe_sentences=())


def key_of(job: FineTune, settings: Settings) -> str:
    """The file name of a cost class on this machine."""
    known = [__version__, settings.run_threads, job_to_json(cost_class(job))]
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:24]


def load_cost(settings: Settings, key: str) -> MeasuredCost | str | None:
    """The measured cost, or why measuring failed; None if there is no recent measurement."""
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
    """Save a measured cost."""
    write(settings.runs_dir / FOLDER, key, asdict(found))


def save_problem(settings: Settings, key: str, problem: str) -> None:
    """Save why measuring failed."""
    write(settings.runs_dir / FOLDER, key, {"problem": problem})


def write(folder: Path, key: str, values: Mapping[str, Any]) -> None:
    """Write to a temporary file and rename it, so that no reader sees a partial file. Old files are deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}.part"
    part.write_text(json.dumps(values), encoding="utf-8")
    part.replace(folder / f"{key}.json")
    for file in folder.iterdir():
        if time.time() - file.stat().st_mtime > VALID_SECONDS:
            file.unlink(missing_ok=True)


def estimate_seconds(job: TrainingJob, store: Store) -> float | None:
    """Seconds from the start of the worker to the end; None until a step, or a run of the same cost class, has been measured here.

    For a job with a time budget, the budget.
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
