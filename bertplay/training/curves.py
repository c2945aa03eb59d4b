"""A training as figures show it: its events become points over the steps."""

import math
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bertplay.results.training_curves import ComparedRuns, RunCurves, StepPoint
from bertplay.results.training_events import Evaluated, Started, Step, TrainEvent
from bertplay.training.data.lengths import about_long_texts
from bertplay.training.jobs import FineTune, TrainingJob
from bertplay.training.run_job import run_job

MAX_POINTS = 300
"""The maximum per line; more could not be distinguished on a page."""


def train_one(job: FineTune) -> RunCurves:
    """Train at once and return the training events; the model itself is not saved. Raises BertplayError."""
    events: list[TrainEvent] = []
    with tempfile.TemporaryDirectory() as folder:
        run_job(job, Path(folder), events.append)
    return curves_of(job, events)


def train_all(jobs: Sequence[FineTune]) -> ComparedRuns:
    """Train one after the other."""
    return ComparedRuns(tuple(map(train_one, jobs)))


def curves_of(job: TrainingJob, events: Iterable[TrainEvent], name: str = "") -> RunCurves:
    """What a training reported so far.

    name   of the run; by default the title of the job
    """
    reported = list(events)
    started = next((event for event in reversed(reported) if isinstance(event, Started)), None)
    steps = [event for event in reported if isinstance(event, Step)]
    evaluations = tuple(event for event in reported if isinstance(event, Evaluated))
    size = job.train_examples if isinstance(job, FineTune) else None
    last = max([0, *(step.step for step in steps), *(point.step for point in evaluations)])
    return RunCurves(
        name=name or job.title,
        group=f"{job.method}, {size} examples" if size else str(job.method),
        method=str(job.method),
        seed=job.seed,
        examples=started.examples if started else size or 0,
        labels=started.labels if started else (),
        majority_share=started.majority_share if started else 0.0,
        total_steps=(started.total_steps if started else 0) or last,
        steps=thinned(steps),
        evaluations=evaluations,
        probe_sentences=job.probe_sentences,
        about_texts=about_texts(job, started) if started and isinstance(job, FineTune) else "",
    )


def about_texts(job: FineTune, started: Started) -> str:
    """How many of its texts are longer than the window, and how they are read."""
    return about_long_texts(job.task, job.long_texts, started.long_texts, started.texts, started.window)


def thinned(steps: Sequence[Step]) -> tuple[StepPoint, ...]:
    """At most MAX_POINTS, each the mean loss of as many neighbours."""
    width = max(1, math.ceil(len(steps) / MAX_POINTS))
    groups = [steps[start : start + width] for start in range(0, len(steps), width)]
    return tuple(
        StepPoint(group[-1].step, sum(s.loss for s in group) / len(group), group[-1].learning_rate, group[-1].examples_per_second)
        for group in groups
    )
