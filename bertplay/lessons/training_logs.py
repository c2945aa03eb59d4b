"""How the bundled models were trained from scratch: the evaluations that travel with their weights."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from bertplay.models.bundled_models import bundled_folders
from bertplay.results.pretraining import TrainingLog, TrainingPoint

LOG, SETTINGS, FIGURES = "evaluations.jsonl", "pretraining.json", "figures.json"
TITLES = {"bert": "BERT", "albert": "ALBERT", "bilstm": "BiLSTM", "roberta": "RoBERTa", "xlnet": "XLNet"}
"""The name of each family as in the papers."""
PAIR_TASKS = ("next_sentence", "sentence_order")


@cache
def training_logs() -> tuple[TrainingLog, ...]:
    """The log of every bundled model that was trained from scratch, BERT first. Others have no beginning that could be shown."""
    found = [read_log(folder) for folder in bundled_folders() if (folder / LOG).is_file() and is_from_scratch(folder)]
    return tuple(sorted((log for log in found if log.points), key=lambda log: (log.model != "bert-scratch", log.model)))


def is_from_scratch(folder: Path) -> bool:
    """Whether a training started from random weights or word vectors."""
    record = json.loads((folder / SETTINGS).read_text("utf-8"))
    return all("started_from" not in stage for stage in record.get("stages", ()))


def read_log(folder: Path) -> TrainingLog:
    """The evaluations of one training, one point for each domain and step."""
    entries = [json.loads(line) for line in (folder / LOG).read_text("utf-8").splitlines()]
    points = [point(entry["tokens"], domain, e) for entry in entries for domain, e in entry.get("held_out", {}).items()]
    return TrainingLog(folder.name, tuple(p for p in points if p), falls_from(folder), by_frequency(folder), title_of(folder))


def title_of(folder: Path) -> str:
    """The name of the architecture: "BERT"; that of the folder for one without a record."""
    return TITLES.get(folder.name.partition("-")[0], folder.name)


def point(tokens: int, domain: str, evaluation: dict[str, Any]) -> TrainingPoint | None:
    """One evaluation; None if it has no masked words, as for a table of word vectors."""
    if "top1" not in evaluation:
        return None
    has_pairs = evaluation.get("pairs", 1) > 0
    pair = next((evaluation[task] for task in PAIR_TASKS if task in evaluation), None) if has_pairs else None
    return TrainingPoint(tokens, domain, evaluation["loss"], evaluation["top1"], pair)


def by_frequency(folder: Path) -> float | None:
    """Accuracy of always predicting the most frequent token, mean over the domains; None where that was not measured."""
    file = folder / FIGURES
    figures = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    shares = [float(one["frequency_top1"]) for one in figures.values() if "frequency_top1" in one]
    return sum(shares) / len(shares) if shares else None


def falls_from(folder: Path) -> int | None:
    """Tokens from which the learning rate fell to zero: the last `decay_share` of what was read, in the settings it ended with."""
    file = folder / SETTINGS
    record = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    stages = record.get("stages")
    config = stages[-1]["config"] if stages else record.get("config", {})
    tokens = record.get("counters", {}).get("tokens") or config.get("tokens")
    return round(float(tokens) * (1 - float(config["decay_share"]))) if tokens and "decay_share" in config else None
