"""What a run will cost, measured before it starts: everything that it does is done once or a few times, in a folder that is thrown away."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bertplay.settings import Settings
from bertplay.training.config import FineTuneConfig, Method
from bertplay.training.data.checks import subset, usable_data
from bertplay.training.data.examples import Data
from bertplay.training.estimate import MEASURED_STEPS, WARM_STEPS, measure_steps, peak_bytes
from bertplay.training.evaluator import MOST_JUDGED
from bertplay.training.events import Wish
from bertplay.training.keeping import Ending, keep_network
from bertplay.training.pace import Measured
from bertplay.training.train import Run, train_baseline

MOST_JUDGED_HERE = 64
"""Held-out examples that are judged to measure it; more only take longer."""


def measure(config: FineTuneConfig, settings: Settings | None = None) -> Measured:
    """Load, judge, make a few steps, keep, in this process; raises what the run itself would raise before its first step.

    The memory is that of the process at its highest, so it must be one that has done nothing else.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bertplay-measuring-") as name:
        folder = Path(name)
        data = subset(usable_data(config.task, config.data), config.train_examples, config.seed)
        if config.method in (Method.TFIDF, Method.MAJORITY):
            train_baseline(config, data, folder, lambda event: None)
            return Measured(0, time.monotonic() - began, 0.0, 0.0, 0.0, peak_bytes())
        run = Run(config, thinned(data), folder, lambda event: None, lambda: Wish.GO, settings)
        (folder / "checkpoints").mkdir()
        return of_network(run, len(data.held_out), began)


def of_network(run: Run, held_out: int, began: float) -> Measured:
    """The costs of a network. Judging is reckoned from few held-out examples to as many as there are."""
    judged = len(run.data.held_out)
    run.evaluator.first()
    start = time.monotonic() - began
    step = measure_steps(run.model, run.rows, run.collate, run.config.batch_size)
    judging = seconds_of(run.evaluator.ask) / max(1, judged)
    left_out = judging * (min(held_out, MOST_JUDGED) - judged)
    evaluation = seconds_of(lambda: run.evaluator(1, 0.0, 0.0)) + left_out
    ending = Ending(run.config, run.data, 1, 0.0, window=run.window, base=run.spec)
    end = seconds_of(lambda: keep_network(ending, run.judge, run.folder / "model")) + judging * (held_out - judged)
    of_measuring = (WARM_STEPS + MEASURED_STEPS) * step  # the run measures its first steps too
    return Measured(len(run.rows), start + of_measuring + left_out, step, evaluation, end, peak_bytes())


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def thinned(data: Data) -> Data:
    """The same data with fewer held-out examples, taken evenly."""
    every = max(1, len(data.held_out) // MOST_JUDGED_HERE)
    return replace(data, held_out=data.held_out[::every][:MOST_JUDGED_HERE])
