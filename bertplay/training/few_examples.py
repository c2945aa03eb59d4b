"""How few examples are enough? The runs of that experiment: the same methods with 8, 32, 128 and 512 examples."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from bertplay.training.config import METHODS_OF, FineTuneConfig, Method

SIZES = (8, 32, 128, 512)
METHODS = (Method.FULL, Method.FROZEN, Method.RANDOM, Method.BILSTM, Method.TFIDF)
LEAST_STEPS = 60
"""Of a run with few examples: three epochs of eight examples would be three steps, and nothing learns in three."""
FROM_SCRATCH = 240
"""What has read nothing needs more of them: after 60 steps on 320 topics random weights were right for 20 %, after 240 for 38 %, after 600
for 30 %, the BiLSTM for 30, 40 and, after 800, 36 %. With 60 it would be time that is compared, not data."""
STEPS = {Method.RANDOM: FROM_SCRATCH, Method.BILSTM: FROM_SCRATCH}
MOST_EPOCHS = 100
TIMES_THE_RATE = {Method.FROZEN: 10.0, Method.BILSTM: 7.0}
"""A single layer, and an LSTM, want larger steps than a transformer: found on the reviews, 3e-3 and 2e-3 beside 3e-4."""


def few_examples_runs(base: FineTuneConfig, available: int, seeds: Iterable[int]) -> list[FineTuneConfig]:
    """One run for each size, method and seed, as `base` in all else; of `available` examples, so no size is larger."""
    sizes = sorted({min(size, available) for size in SIZES})
    methods = [with_method(base, method) for method in METHODS if method in METHODS_OF[base.task]]
    chosen = list(seeds)
    return [
        replace(with_size(run, size, STEPS.get(run.method, LEAST_STEPS)), seed=seed) for size in sizes for run in methods for seed in chosen
    ]


def with_method(base: FineTuneConfig, method: Method) -> FineTuneConfig:
    """The same run by another method, at the rate that suits it."""
    return replace(base, method=method, learning_rate=min(1.0, base.learning_rate * TIMES_THE_RATE.get(method, 1.0)))


def with_size(base: FineTuneConfig, examples: int, steps: int = LEAST_STEPS) -> FineTuneConfig:
    """The same run with so many examples; as many epochs as so many steps take, if that is more than it has."""
    least = ceil(steps / ceil(examples / base.batch_size))
    return replace(base, train_examples=examples, epochs=min(MOST_EPOCHS, max(base.epochs, least)))
