"""What lies beside the weights of a finished model: its settings, labels, figures, and what it said to held-out examples."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bertplay.errors import ModelLoadFailed
from bertplay.training.config import FineTuneConfig, Method, Task
from bertplay.wording import mark

RECORD = "fine_tuning.json"
PREDICTIONS = "predictions.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """A held-out example and what the finished model said.

    label, probabilities   of sentences: the true label, and the share of every label in the order of the record
    words, tags, guessed, certain   of entities: the true tag, the guessed one and its probability, for each word
    """

    text: str
    pair: str = ""
    label: str = ""
    probabilities: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    certain: tuple[float, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """A finished (or stopped) run, as its folder tells it.

    step           the update its weights are from
    is_best        they are the best of a stopped run, chosen on the held-out examples themselves
    window         pieces it was trained on at most
    examples, held_out   how many
    sha256         of the data
    versions       of the libraries
    """

    config: FineTuneConfig
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

    @property
    def task(self) -> Task:
        return self.config.task

    @property
    def method(self) -> Method:
        return self.config.method


def write_record(record: Record, folder: Path) -> None:
    """Write it beside the weights."""
    values = asdict(record) | {"config": record.config.as_json()}
    (folder / RECORD).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record:
    """The record of a finished model. ModelLoadFailed when the folder has none."""
    try:
        values: dict[str, Any] = json.loads((folder / RECORD).read_text("utf-8"))
        values |= {"config": FineTuneConfig.from_json(values["config"]), "labels": tuple(values["labels"])}
        return Record(**values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = mark("Give the folder `model` of a finished run.")
        raise ModelLoadFailed(mark("This is no folder of a fine-tuned model."), value=str(folder), remedy=remedy) from error


def write_predictions(judged: Sequence[Judged], folder: Path) -> None:
    """One JSON object a line."""
    lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in judged)
    (folder / PREDICTIONS).write_text("".join(lines), encoding="utf-8")


def read_predictions(folder: Path) -> tuple[Judged, ...]:
    """What the model said to the held-out examples. ModelLoadFailed when it is not there."""
    try:
        lines = (folder / PREDICTIONS).read_text("utf-8").splitlines()
        return tuple(judged_from(json.loads(line)) for line in lines)
    except (OSError, ValueError, TypeError) as error:
        raise ModelLoadFailed(mark("The answers of this model are not there."), value=str(folder), remedy=mark("Run it again.")) from error


def judged_from(values: dict[str, Any]) -> Judged:
    """The Judged that asdict wrote."""
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Judged(**given)
