"""What can be trained: three kinds of job, each with its own settings. No torch.

    FineTune         a model, or a baseline, learns a task from labelled examples
    MiniPretraining  a very small BERT is pretrained from scratch on one text, for so many seconds
    CopyFirstToken   one small layer learns to remember the first token of a sequence, for so many seconds

The store, the scheduler, the worker and the pages know no more of a job than this:

    title            what its run is called
    method           what learns, one of METHOD_NAMES
    seconds          its time budget; None when it has none
    seed, probe_sentences

`run_job` trains any of them, and reports one stream of events (results/training_events.py).
"""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.i18n.methods import METHOD_NAMES
from bertplay.training.jobs.base import MAX_PROBE_CHARACTERS, MAX_PROBES, Commands, Report
from bertplay.training.jobs.copy_first_token import CopyFirstToken, Layer
from bertplay.training.jobs.fine_tune import (
    BASELINES,
    DEFAULT_MODEL,
    DEFAULTS,
    MAX_EXAMPLES,
    METHODS_OF,
    SAMPLE,
    SAMPLE_NAMES,
    TRANSFORMERS,
    DataSource,
    FineTune,
    LongTexts,
    Method,
    Task,
)
from bertplay.training.jobs.mini_pretraining import MiniPretraining

__all__ = [
    "BASELINES",
    "DEFAULTS",
    "DEFAULT_MODEL",
    "MAX_EXAMPLES",
    "MAX_PROBES",
    "MAX_PROBE_CHARACTERS",
    "METHODS_OF",
    "METHOD_NAMES",
    "SAMPLE",
    "SAMPLE_NAMES",
    "TRANSFORMERS",
    "Commands",
    "CopyFirstToken",
    "DataSource",
    "FineTune",
    "Layer",
    "LongTexts",
    "Method",
    "MiniPretraining",
    "Report",
    "Task",
    "TrainingJob",
    "job_from_json",
    "job_to_json",
]

TrainingJob = FineTune | MiniPretraining | CopyFirstToken
_adapter: TypeAdapter[TrainingJob] = TypeAdapter(Annotated[TrainingJob, Field(discriminator="kind")])


def job_to_json(job: TrainingJob) -> dict[str, Any]:
    """{"kind": "fine_tune", "data": {…}, "epochs": 3, …}: plain values, as the store and the exported folder have them."""
    values: dict[str, Any] = _adapter.dump_python(job, mode="json")
    return values


def job_from_json(values: str | dict[str, Any]) -> TrainingJob:
    """The job of these values, or of their JSON. BadInput when one of them is no setting of it, or out of range."""
    try:
        return _adapter.validate_json(values) if isinstance(values, str) else _adapter.validate_python(values)
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(str(part) for part in wrong["loc"])
        problem = lazy("These are not the settings of a training: {where}: {reason}.", where=where, reason=wrong["msg"])
        raise BadInput(problem, value=wrong["input"], remedy=N_("Use the settings that a run was saved with.")) from error
