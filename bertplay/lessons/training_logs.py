"""How the bundled models were trained: the evaluations that travel with their weights."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from bertplay.results.pretraining import TrainingLog, TrainingPoint

BUNDLED = Path(__file__).parents[1] / "models" / "bundled"
LOG, SETTINGS, FIGURES = "evaluations.jsonl", "pretraining.json", "figures.json"
PAIR_TASKS = ("next_sentence", "sentence_order")


@cache
def training_logs() -> tuple[TrainingLog, ...]:
    """The log of every bundled model that has one, BERT first."""
    found = [read_log(file.parent) for file in BUNDLED.glob(f"*/{LOG}")]
    return tuple(sorted((log for log in found if log.points), key=lambda log: (log.model != "bert", log.model)))


def read_log(folder: Path) -> TrainingLog:
    """The evaluations of one training, one point for each domain and step."""
    entries = [json.loads(line) for line in (folder / LOG).read_text("utf-8").splitlines()]
    points = [point(entry["tokens"], domain, e) for entry in entries for domain, e in entry.get("held_out", {}).items()]
    return TrainingLog(folder.name, tuple(p for p in points if p), falls_from(folder), by_frequency(folder))


def point(tokens: int, domain: str, evaluation: dict[str, Any]) -> TrainingPoint | None:
    """One evaluation; None for one that has no masked words (a table of word vectors is not asked for any)."""
    if "top1" not in evaluation:
        return None
    has_pairs = evaluation.get("pairs", 1) > 0
    pair = next((evaluation[task] for task in PAIR_TASKS if task in evaluation), None) if has_pairs else None
    return TrainingPoint(tokens, domain, evaluation["loss"], evaluation["top1"], pair)


def by_frequency(folder: Path) -> float | None:
    """What the guesser of the most frequent piece gets, mean over the domains; None where that was not measured."""
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
