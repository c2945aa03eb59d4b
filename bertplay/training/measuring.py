"""Measures the cost of a run before it starts, by doing each part of it once or a few times in a temporary folder."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bertplay.settings import Settings
from bertplay.training.data.checks import subset, usable_data
from bertplay.training.data.examples import Data
from bertplay.training.fine_tuning import NetworkTraining, fit_baseline
from bertplay.training.jobs import BASELINES, FineTune
from bertplay.training.jobs.base import ignore, keep_going
from bertplay.training.model_folder import Outcome, save_network
from bertplay.training.pace import MeasuredCost
from bertplay.training.profiling import MEASURED_STEPS, WARM_STEPS, measure_steps, peak_bytes
from bertplay.training.progress import MAX_EVALUATED

EVALUATED_HERE = 64
"""Held-out examples that are evaluated to measure it; more only take longer."""


def measure(job: FineTune, settings: Settings | None = None) -> MeasuredCost:
    """Load, evaluate, make a few steps and save, in this process; raises what the run itself would raise before its first step.

    The memory is that of the process at its highest, so it must be one that has done nothing else.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bertplay-measuring-") as name:
        folder = Path(name)
        data = subset(usable_data(job.task, job.data), job.train_examples, job.seed)
        if job.method in BASELINES:
            fit_baseline(job, data, folder, ignore)
            return MeasuredCost(0, time.monotonic() - began, 0.0, 0.0, 0.0, peak_bytes())
        training = NetworkTraining(job, thinned(data), folder, ignore, keep_going, settings)
        (folder / "checkpoints").mkdir()
        return network_cost(training, len(data.held_out), began)


def network_cost(training: NetworkTraining, held_out: int, began: float) -> MeasuredCost:
    """The costs of a network. Evaluation is extrapolated from a few held-out examples to as many as there are."""
    evaluated = len(training.data.held_out)
    training.progress.first()
    start = time.monotonic() - began
    step = measure_steps(training.model, training.rows, training.collate, training.job.batch_size)
    prediction = seconds_of(training.progress.predict) / max(1, evaluated)
    left_out = prediction * (min(held_out, MAX_EVALUATED) - evaluated)
    evaluation = seconds_of(lambda: training.progress.evaluate(1, 0.0, 0.0)) + left_out
    outcome = Outcome(training.job, training.data, 1, 0.0, window=training.window, base=training.spec)
    saving = seconds_of(lambda: save_network(outcome, training.evaluator, training.folder / "model"))
    end = saving + prediction * (held_out - evaluated)
    of_measuring = (WARM_STEPS + MEASURED_STEPS) * step  # the run measures its first steps too
    return MeasuredCost(len(training.rows), start + of_measuring + left_out, step, evaluation, end, peak_bytes())


def seconds_of(work: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def thinned(data: Data) -> Data:
    """The same data with fewer held-out examples, taken evenly."""
    every = max(1, len(data.held_out) // EVALUATED_HERE)
    return replace(data, held_out=data.held_out[::every][:EVALUATED_HERE])
