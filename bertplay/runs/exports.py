"""Runs as files: the curves as CSV, every event as JSONL, a table of runs, the model as a zip."""

import json
import math
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bertplay.errors import NotPossibleNow
from bertplay.i18n import N_
from bertplay.models.run_folder import RUN_MODEL, is_complete
from bertplay.results.training_events import Evaluated
from bertplay.runs.service import RunService
from bertplay.runs.views import RunView
from bertplay.text import as_csv, no_formula
from bertplay.training.events import event_to_json
from bertplay.training.jobs import FineTune, job_to_json

SETTINGS = (
    "kind",
    "task",
    "method",
    "model",
    "epochs",
    "learning_rate",
    "batch_size",
    "seed",
    "frozen_layers",
    "train_examples",
    "seconds",
)
COLUMNS = ("id", "name", "note", "state", "experiment", "created", "started", "ended", "step", "total_steps")
METRICS = ("accuracy", "f1", "eval_loss", "train_seconds")
CURVE = ("step", "epoch", "train_loss", "eval_loss", "accuracy", "f1")


def runs_csv(runs: Iterable[RunView]) -> bytes:
    """One row per run: what it is, its settings, its metrics."""
    rows = []
    for run in runs:
        settings = job_to_json(run.job)
        data = str(run.job.data.train) if isinstance(run.job, FineTune) else settings.get("text", "")
        cells = [str(run.job.method) if name == "method" else settings.get(name) for name in SETTINGS]
        rows.append([*(getattr(run, name) for name in COLUMNS), data, *cells, *(run.metrics.get(name) for name in METRICS)])
    return as_csv([(*COLUMNS, "data", *SETTINGS, *METRICS), *(list(map(no_formula, row)) for row in rows)])


def evaluations_csv(service: RunService, run_ids: Sequence[str]) -> bytes:
    """One row per evaluation."""
    found = [(run_id, event) for run_id in run_ids for event in service.events(run_id, ["evaluated"]) if isinstance(event, Evaluated)]
    return as_csv([("run", *CURVE), *([run_id, *(getattr(event, name) for name in CURVE)] for run_id, event in found)])


def events_jsonl(service: RunService, run_ids: Sequence[str]) -> bytes:
    """All events of these runs, one per line, in the order in which they were reported."""
    return as_jsonl({"run": run_id, **event_to_json(event)} for run_id in run_ids for event in service.events(run_id))


def model_zip(folder: Path) -> bytes:
    """The model of the run in this folder, as a folder `model` in a zip. NotPossibleNow when there is none."""
    if not is_complete(folder):
        raise NotPossibleNow(N_("This run has no model yet."), value=folder.name, remedy=N_("Wait until it is finished."))
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for one in sorted((folder / RUN_MODEL).rglob("*")):
                packed.write(one, one.relative_to(folder))
        file.seek(0)
        return file.read()


def as_jsonl(values: Iterable[dict[str, Any]]) -> bytes:
    """One JSON object per line; a number that is not finite becomes null, because JSON has no NaN."""
    return "".join(json.dumps(finite(value), allow_nan=False) + "\n" for value in values).encode()


def finite(value: Any) -> Any:
    """The value with None for NaN and infinity at any depth."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    return [finite(item) for item in value] if isinstance(value, list | tuple) else value
