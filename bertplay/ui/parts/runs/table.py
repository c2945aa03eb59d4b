"""Runs as rows of a table."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bertplay.charts.palette import percent
from bertplay.runs.views import RunView
from bertplay.ui.feedback import plain
from bertplay.ui.parts.fine_tuning import METHODS, STATES
from bertplay.ui.parts.fine_tuning.wording import duration

OPTIONAL = ("accuracy", "F1", "took", "note")


def shown_runs(runs: Sequence[RunView]) -> list[dict[str, object]]:
    """One row a run; text as it is, for a table shows no markup. A figure that no run has gets no column."""
    rows: list[dict[str, object]] = [
        {
            "name": plain(run.name),
            "state": state_of(run),
            "accuracy": percent(run.metrics["accuracy"]) if "accuracy" in run.metrics else "",
            "F1": f"{run.metrics['f1']:.3f}" if "f1" in run.metrics else "",
            "method": METHODS[run.config.method],
            "data": run.config.data.sample or Path(run.config.data.train).name[:12],
            "examples": run.config.train_examples or "all",
            "epochs": f"{run.config.seconds:.0f} s" if run.config.seconds else str(run.config.epochs),
            "rate": "" if run.config.seconds else f"{run.config.learning_rate:.0e}".replace("e-0", "e-"),
            "seed": run.config.seed,
            "took": duration(run.seconds) if run.seconds is not None and run.ended else "",
            "created": datetime.fromtimestamp(run.created).strftime("%d %b %H:%M"),
            "note": plain(run.note)[:80],
        }
        for run in runs
    ]
    empty = {name for name in OPTIONAL if not any(row[name] for row in rows)}
    return [{name: value for name, value in row.items() if name not in empty} for row in rows]


def state_of(run: RunView) -> str:
    """waits (3), trains (40 %), finished"""
    word = STATES[run.state][0]
    if run.place:
        return f"{word} ({run.place})"
    return f"{word} ({percent(run.share)})" if run.is_living and run.total_steps else word
