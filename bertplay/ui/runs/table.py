"""Runs as rows of a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bertplay.i18n import N_, _, localized, number, percent
from bertplay.i18n.dates import day_and_time
from bertplay.runs.views import RunView
from bertplay.training.jobs import BASELINES, METHOD_NAMES, FineTune, MiniPretraining, TrainingJob
from bertplay.ui.feedback import plain
from bertplay.ui.kit.table import draw_table
from bertplay.ui.runs.wording import STATES, duration

OPTIONAL = ("accuracy", "F1", "took", "note")
"""Columns that are left out while no run has a value in them."""

EACH_A_ROW = N_("The runs, one per row: state, results, method, data and settings.")


def draw_runs(runs: Sequence[RunView], key: str, **options: Any) -> Any:
    """One row a run; with the options of st.dataframe rows can be selected."""
    return draw_table(shown_runs(runs), alt=_(EACH_A_ROW), key=key, **options)


def shown_runs(runs: Sequence[RunView]) -> list[dict[str, object]]:
    """One row per run; text as it is, because a table shows no markup.

    A figure that no run has, and a setting that none changed, get no column.
    """
    rows: list[dict[str, object]] = [
        {
            N_("name"): plain(localized(run.name)),
            N_("state"): state_of(run),
            N_("accuracy"): percent(run.metrics["accuracy"]) if "accuracy" in run.metrics else "",
            "F1": number(run.metrics["f1"], ".3f") if "f1" in run.metrics else "",
            N_("method"): _(METHOD_NAMES[run.job.method]),
            **settings_of(run.job),
            N_("seed"): run.job.seed,
            N_("took"): duration(run.seconds) if run.seconds is not None and run.ended else "",
            N_("created"): day_and_time(run.created),
            N_("note"): plain(run.note)[:80],
        }
        for run in runs
    ]
    empty = {name for name in OPTIONAL if not any(row[name] for row in rows)}
    usual = {name for name, value in (("examples", _("all")), ("seed", 0)) if all(row[name] == value for row in rows)}
    return [{_(name): value for name, value in row.items() if name not in empty | usual} for row in rows]


def settings_of(job: TrainingJob) -> dict[str, str]:
    """The data and the numbers of a job; a time budget in place of epochs."""
    if not isinstance(job, FineTune):
        text = Path(job.text).name if isinstance(job, MiniPretraining) else ""
        return {N_("data"): text, N_("examples"): "", N_("epochs"): _("{seconds:.0f} s", seconds=job.seconds), N_("rate"): ""}
    has_steps = job.method not in BASELINES
    return {
        N_("data"): plain(localized(job.data.title)),
        N_("examples"): str(job.train_examples or _("all")),
        N_("epochs"): str(job.epochs) if has_steps else "",
        N_("rate"): f"{job.learning_rate:.0e}".replace("e-0", "e-") if has_steps else "",
    }


def state_of(run: RunView) -> str:
    """queued (3), training (40%), finished"""
    word = _(STATES[run.state][0])
    if run.place:
        return f"{word} ({run.place})"
    return f"{word} ({percent(run.share)})" if run.is_active and run.share else word
