"""What is saved beside the weights of a finished model: its job, labels, metrics, and its predictions for held-out examples."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bertplay.errors import ModelLoadFailed
from bertplay.i18n import N_
from bertplay.training.jobs import FineTune, Method, Task, job_from_json, job_to_json

RECORD = "fine_tuning.json"
PREDICTIONS = "predictions.jsonl"


@dataclass(frozen=True, slots=True)
class Prediction:
    """A held-out example and what the finished model predicts.

    label, probabilities   of sentences: the true label, and the probability of every label in the order of the record
    words, tags, predicted, confidences   of entities: the true tag, the predicted one and its probability, for each word
    """

    text: str
    pair: str = ""
    label: str = ""
    probabilities: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    predicted: tuple[str, ...] = ()
    confidences: tuple[float, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """A finished (or stopped) run, as its folder describes it.

    step           the update its weights are from
    is_best        they are the best of a stopped run, chosen on the held-out examples themselves
    window         context window: tokens it was trained on at most
    examples, held_out   how many
    sha256         of the data
    versions       of the libraries
    notes          what was said of the data: lines left out, labels merged, texts longer than the window
    """

    job: FineTune
    labels: tuple[str, ...]
    metrics: dict[str, float]
    step: int
    is_best: bool
    window: int
    examples: int
    held_out: int
    sha256: str
    data_licence: str
    base_title: str
    base_licence: str
    versions: dict[str, str]
    machine: str
    notes: tuple[str, ...] = ()

    @property
    def task(self) -> Task:
        return self.job.task

    @property
    def method(self) -> Method:
        return self.job.method


def write_record(record: Record, folder: Path) -> None:
    """Write it beside the weights."""
    values = asdict(record) | {"job": job_to_json(record.job)}
    (folder / RECORD).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record:
    """The record of a finished model. ModelLoadFailed when the folder has none."""
    try:
        values: dict[str, Any] = json.loads((folder / RECORD).read_text("utf-8"))
        job = job_from_json(values["job"])
        if not isinstance(job, FineTune):
            raise TypeError(job)
        return Record(**values | {"job": job, "labels": tuple(values["labels"]), "notes": tuple(values["notes"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = N_("Give the folder `model` of a finished run.")
        raise ModelLoadFailed(N_("This is not the folder of a fine-tuned model."), value=str(folder), remedy=remedy) from error


def write_predictions(predictions: Sequence[Prediction], folder: Path) -> None:
    """One JSON object a line."""
    lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in predictions)
    (folder / PREDICTIONS).write_text("".join(lines), encoding="utf-8")


def read_predictions(folder: Path) -> tuple[Prediction, ...]:
    """What the model predicted for the held-out examples. ModelLoadFailed when the file is not there."""
    try:
        lines = (folder / PREDICTIONS).read_text("utf-8").splitlines()
        return tuple(prediction_from(json.loads(line)) for line in lines)
    except (OSError, ValueError, TypeError) as error:
        raise ModelLoadFailed(N_("The predictions of this model are missing."), value=str(folder), remedy=N_("Run it again.")) from error


def prediction_from(values: dict[str, Any]) -> Prediction:
    """The Prediction that asdict wrote."""
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Prediction(**given)
