"""Runs as rows of a table."""

from collections.abc import Sequence
from pathlib import Path

from bertplay.runs.names import METHODS, source_of
from bertplay.runs.views import RunView
from bertplay.ui.feedback import plain
from bertplay.ui.parts.fine_tuning import STATES
from bertplay.ui.parts.fine_tuning.wording import duration
from bertplay.wording import as_told, mark, number, percent, t
from bertplay.wording.dates import day_and_time

OPTIONAL = ("accuracy", "F1", "took", "note")


EACH_A_ROW = mark("The runs, one a row: their state, what they learn, how, and what they came to.")


def shown_runs(runs: Sequence[RunView]) -> list[dict[str, object]]:
    """One row a run; text as it is, for a table shows no markup. A figure that no run has gets no column."""
    rows: list[dict[str, object]] = [
        {
            mark("name"): plain(as_told(run.name)),
            mark("state"): state_of(run),
            mark("accuracy"): percent(run.metrics["accuracy"]) if "accuracy" in run.metrics else "",
            "F1": number(run.metrics["f1"], ".3f") if "f1" in run.metrics else "",
            mark("method"): t(METHODS[run.config.method]),
            mark("data"): t(source_of(run.config.data)) if run.config.data.sample else Path(run.config.data.train).name[:12],
            mark("examples"): str(run.config.train_examples or t("all")),
            mark("epochs"): t("{seconds:.0f} s", seconds=run.config.seconds) if run.config.seconds else str(run.config.epochs),
            mark("rate"): "" if run.config.seconds else f"{run.config.learning_rate:.0e}".replace("e-0", "e-"),
            mark("seed"): run.config.seed,
            mark("took"): duration(run.seconds) if run.seconds is not None and run.ended else "",
            mark("created"): day_and_time(run.created),
            mark("note"): plain(run.note)[:80],
        }
        for run in runs
    ]
    empty = {name for name in OPTIONAL if not any(row[name] for row in rows)}
    return [{t(name): value for name, value in row.items() if name not in empty} for row in rows]


def state_of(run: RunView) -> str:
    """waits (3), trains (40%), finished"""
    word = t(STATES[run.state][0])
    if run.place:
        return f"{word} ({run.place})"
    return f"{word} ({percent(run.share)})" if run.is_living and run.total_steps else word
