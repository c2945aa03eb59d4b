"""How few examples are enough? The same methods with 8, 32, 128 and 512 examples: the jobs of that experiment, and what they came to.

    bundled/topics.json   what `python -m bertplay few-examples --train sample:topics --seeds 3 --json` printed

A bundled experiment counts only as long as the weights that were fine-tuned are those that are bundled.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from math import ceil
from pathlib import Path

from bertplay import __version__
from bertplay.models.fingerprint import weights_of
from bertplay.results import from_json
from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.jobs import METHODS_OF, FineTune, Method, Task

FOLDER = Path(__file__).with_name("bundled")
FROM_SCRATCH = {"bert": "bert-scratch"}
"""Whose experiments are shown for a bundled model that has none of its own yet."""
SIZES = (8, 32, 128, 512)
METHODS = (Method.FULL, Method.FROZEN, Method.RANDOM, Method.BILSTM, Method.TFIDF)
MIN_STEPS = 60
"""The minimum for a run with few examples: three epochs of eight examples would be three steps, too few to learn anything."""
MIN_STEPS_FROM_SCRATCH = 240
"""What starts from random weights needs more of them: after 60 steps on 320 topics random weights had an accuracy of 20%, after 240 of 38%,
after 600 of 30%; the BiLSTM of 30, 40 and, after 800, 36%. With 60 the experiment would compare time, not data."""
STEPS = {Method.RANDOM: MIN_STEPS_FROM_SCRATCH, Method.BILSTM: MIN_STEPS_FROM_SCRATCH}
MAX_EPOCHS = 100
TIMES_THE_RATE = {Method.FROZEN: 10.0, Method.BILSTM: 7.0}
"""A single layer, and an LSTM, need larger steps than a transformer: on the reviews 3e-3 and 2e-3 instead of 3e-4."""


def few_examples_jobs(base: FineTune, available: int, seeds: Iterable[int]) -> list[FineTune]:
    """One job for each size, method and seed, as `base` in all else; of `available` examples, so no size is larger."""
    sizes = sorted({min(size, available) for size in SIZES})
    methods = [with_method(base, method) for method in METHODS if method in METHODS_OF[base.task]]
    chosen = list(seeds)
    return [
        replace(with_size(job, size, STEPS.get(job.method, MIN_STEPS)), seed=seed) for size in sizes for job in methods for seed in chosen
    ]


def with_method(base: FineTune, method: Method) -> FineTune:
    """The same job by another method, at the rate that suits it."""
    return replace(base, method=method, learning_rate=min(1.0, base.learning_rate * TIMES_THE_RATE.get(method, 1.0)))


def with_size(base: FineTune, examples: int, steps: int = MIN_STEPS) -> FineTune:
    """The same job with so many examples; as many epochs as so many steps take, if that is more than it has."""
    least = ceil(steps / ceil(examples / base.batch_size))
    return replace(base, train_examples=examples, epochs=min(MAX_EPOCHS, max(base.epochs, least)))


def few_examples_of(runs: Iterable[RunView]) -> FewExamples:
    """The finished runs of an experiment that trained on a chosen number of examples; ValueError when none of them is a fine-tuning run."""
    members = [(run, run.job) for run in runs if isinstance(run.job, FineTune)]
    if not members:
        raise ValueError("an experiment has runs")
    base = members[0][1]
    measure = "f1" if base.task is Task.ENTITIES else "accuracy"
    return FewExamples(
        model=base.model,
        weights=weights_of(base.model),
        sample=base.data.sample,
        measure=measure,
        version=__version__,
        runs=tuple(
            TrainedOnFew(job.method.value, job.train_examples, job.seed, run.metrics[measure], run.metrics.get("train_seconds", 0.0))
            for run, job in members
            if job.train_examples and run.state is RunState.FINISHED and measure in run.metrics
        ),
    )


def bundled_experiments(model: str) -> tuple[FewExamples, ...]:
    """The bundled experiments of this model; none where its weights are others."""
    return tuple(few for few in all_bundled_experiments() if few.model == model and few.weights == weights_of(model))


@cache
def all_bundled_experiments() -> tuple[FewExamples, ...]:
    """Every one of them, by the name of its file."""
    return tuple(from_json(FewExamples, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(FOLDER.glob("*.json")))
