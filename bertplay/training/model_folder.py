"""Saving a trained model: evaluate it on all held-out examples, write it under a temporary name, rename it."""

import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file

from bertplay import __version__
from bertplay.files.tables import in_its_line
from bertplay.models.spec import ModelSpec
from bertplay.training.baselines import Baseline, save_baseline
from bertplay.training.card import write_card
from bertplay.training.checkpoints import PART, publish
from bertplay.training.data.examples import Data
from bertplay.training.evaluator import Evaluator
from bertplay.training.jobs import TRANSFORMERS, FineTune, Task
from bertplay.training.models import quiet
from bertplay.training.predictions import baseline_metrics, baseline_predictions, network_predictions
from bertplay.training.record import Prediction, Record, write_predictions, write_record

WEIGHTS = "model.safetensors"
Metrics = dict[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a training: its last (or best) step, the seconds it trained, the base model if there was one.

    note   how many texts were longer than the window, and how they were read
    """

    job: FineTune
    data: Data
    step: int
    seconds: float
    is_best: bool = False
    window: int = 0
    base: ModelSpec | None = None
    note: str = ""


def save_network(outcome: Outcome, evaluator: Evaluator, target: Path) -> Metrics:
    """Evaluate a network on all held-out examples and write it to `target`; its metrics."""
    held_out = outcome.data.held_out
    found = evaluator.predict(evaluator.encode(held_out))
    predictions = () if evaluator.task is Task.MASKED_WORDS else network_predictions(evaluator, found, held_out)
    metrics = evaluator.metrics(found, held_out)
    return save_model(outcome, metrics, predictions, target, lambda folder: write_network(outcome.job, evaluator, folder))


def write_network(job: FineTune, evaluator: Evaluator, folder: Path) -> None:
    """Weights and tokenizer, as `from_pretrained` opens them; of a BiLSTM the weights alone."""
    quiet()
    model: Any = evaluator.model
    evaluator.tokenizer.save_pretrained(folder)
    if job.method in TRANSFORMERS:
        model.save_pretrained(folder)
    else:
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}, folder / WEIGHTS)


def save_fitted_baseline(outcome: Outcome, baseline: Baseline, target: Path) -> Metrics:
    """The same of a baseline."""
    predictions = baseline_predictions(outcome.data, baseline)
    metrics = baseline_metrics(outcome.data, baseline)
    return save_model(outcome, metrics, predictions, target, lambda folder: save_baseline(baseline, folder))


def save_model(
    outcome: Outcome, metrics: Metrics, predictions: Sequence[Prediction], target: Path, write: Callable[[Path], None]
) -> Metrics:
    """Write the model, its record, its predictions and its card to a temporary folder, then give that folder its name."""
    metrics = metrics | {"train_seconds": outcome.seconds, "steps": float(outcome.step)}
    part = target.with_name(f"{target.name}{PART}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    record = record_of(outcome, metrics)
    write(part)
    write_record(record, part)
    write_predictions(predictions, part)
    write_card(record, predictions, part)
    publish(part, target)
    return metrics


def record_of(outcome: Outcome, metrics: Metrics) -> Record:
    """The record of the model, stored in its folder."""
    data = outcome.data
    versions = {"bertplay": __version__, "torch": torch.__version__, "transformers": transformers.__version__}
    return Record(
        job=outcome.job,
        labels=data.labels,
        metrics=metrics,
        step=outcome.step,
        is_best=outcome.is_best,
        window=outcome.window,
        examples=len(data.train),
        held_out=len(data.held_out),
        sha256=data.sha256,
        data_licence=data.licence,
        notes=(*(str(in_its_line(problem)) for problem in data.problems), *([str(outcome.note)] if outcome.note else [])),
        base_title=outcome.base.title if outcome.base else "",
        base_licence=outcome.base.licence if outcome.base else "",
        versions=versions | {"scikit-learn": version("scikit-learn"), "python": platform.python_version()},
        machine=f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
    )
