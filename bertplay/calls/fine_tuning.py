"""What the page on fine-tuning asks: a training, several of them, and what is asked of a model that was fine-tuned."""

from collections.abc import Mapping
from typing import Any

from bertplay.calls.base import Command, Task
from bertplay.i18n import N_
from bertplay.results.training_curves import ComparedRuns, RunCurves
from bertplay.results.tuned_model import Calibration, Confusion, Forgetting
from bertplay.summaries import tuned_model as summaries
from bertplay.summaries.compared_runs import summarize_comparison
from bertplay.summaries.fine_tuning import summarize_training

SETTINGS = ("task", "method", "model", "epochs", "learning_rate", "batch_size", "seed", "frozen_layers", "long_texts")
"""Settings of a training that are options of the command under the same names."""


def training_options(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of a training as options of the command."""
    job = arguments["job"]
    columns = {name: getattr(job.data, name) for name in ("text_column", "pair_column", "label_column")}
    files = {"train": job.data.train, "eval": job.data.eval or None}
    flags = {"no_header": not job.data.has_header, "merge_labels": job.data.merge_labels}
    own = {} if job.data.sample else {**{name: column or None for name, column in columns.items()}, **flags}
    return {**files, **own, **{name: getattr(job, name) for name in SETTINGS}, "examples": job.train_examples}


TRAIN_ONE: Task[RunCurves] = Task(
    "train_one",
    "bertplay.training.curves",
    N_("Fine-tuning run"),
    summarize_training,
    Command("finetune", options=training_options),
    takes="nothing",
)
TRAIN_ALL: Task[ComparedRuns] = Task(
    "train_all", "bertplay.training.curves", N_("Fine-tuning runs compared"), summarize_comparison, takes="nothing"
)
CONFUSION: Task[Confusion] = Task(
    "confusion", "bertplay.tasks.tuned_model", N_("Mistakes of a fine-tuned model"), summaries.summarize_confusion, takes="tuned"
)
CALIBRATION: Task[Calibration] = Task(
    "calibration", "bertplay.tasks.tuned_model", N_("Calibration of a fine-tuned model"), summaries.summarize_calibration, takes="tuned"
)
MEASURE_FORGETTING: Task[Forgetting] = Task(
    "measure_forgetting",
    "bertplay.tasks.forgetting",
    N_("What fine-tuning made the model forget"),
    summaries.summarize_forgetting,
    takes="tuned",
)
