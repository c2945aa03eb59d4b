"""Trains what the questions about training open on: `make stored` writes bertplay/lessons/trained.json."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bertplay import __version__
from bertplay.cli.few_examples import followed
from bertplay.lessons.trained import FILE, StoredTraining
from bertplay.models.fingerprint import weights_of
from bertplay.results import as_json
from bertplay.results.training_curves import RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.service import RunService
from bertplay.settings import Settings
from bertplay.training.jobs import DEFAULT_MODEL
from bertplay.ui.ten_questions.training import METHODS, SENTENCE, job


def train(folder: Path) -> StoredTraining:
    """Train as the cards do, in a store of its own."""
    service = RunService(Settings(runs_dir=folder))
    experiment = service.start_experiment([job(method, DEFAULT_MODEL, SENTENCE) for method in METHODS])
    runs = followed(service, experiment, is_json=False)
    curves = tuple(shortened(curves_of(run, service.events(run.id))) for run in runs)
    return StoredTraining(DEFAULT_MODEL, weights_of(DEFAULT_MODEL), __version__, SENTENCE, curves)


def shortened(run: RunCurves) -> RunCurves:
    """Without the maps between the first and the last, and without the single steps: nothing draws them."""
    last = len(run.evaluations) - 1
    points = tuple(point if i in (0, last) else replace(point, projection=()) for i, point in enumerate(run.evaluations))
    return replace(run, steps=(), evaluations=points)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        FILE.write_text(json.dumps(as_json(train(Path(place))), ensure_ascii=False) + "\n", "utf-8")
