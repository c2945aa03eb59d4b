"""The measurements before a run, on a tiny model, and the estimate made from them."""

from dataclasses import replace
from pathlib import Path

import pytest

from bertplay.errors import BadInput
from bertplay.settings import Settings
from bertplay.training.data.checks import usable_data
from bertplay.training.jobs import DataSource, FineTune, Method, Task
from bertplay.training.measuring import EVALUATED_HERE, measure, thinned
from bertplay.training.pace import MeasuredCost, evaluation_interval, steps_of


def job(reviews: Path, **values: object) -> FineTune:
    return FineTune(DataSource(str(reviews)), model="local/tiny", batch_size=8, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", [Method.FULL, Method.FROZEN, Method.RANDOM, Method.BILSTM])
def test_a_network_is_measured_in_all_its_parts(reviews_csv: Path, tiny_settings: Settings, method: Method) -> None:
    found = measure(job(reviews_csv, method=method), tiny_settings)
    assert found.rows == len(usable_data(Task.CLASSIFICATION, DataSource(str(reviews_csv))).train)
    parts = (found.start_seconds, found.step_seconds, found.evaluation_seconds, found.end_seconds)
    assert all(seconds > 0 for seconds in parts)
    assert found.memory_bytes > 10**8


def test_counted_words_are_measured_whole(reviews_csv: Path, tiny_settings: Settings) -> None:
    found = measure(job(reviews_csv, method=Method.TFIDF), tiny_settings)
    assert (found.rows, found.step_seconds, found.evaluation_seconds, found.end_seconds) == (0, 0, 0, 0)
    assert found.seconds_for(job(reviews_csv, epochs=9)) == found.start_seconds > 0


def test_what_could_not_train_is_not_measured(reviews_csv: Path, tiny_settings: Settings) -> None:
    with pytest.raises(BadInput, match="fewer layers"):
        measure(job(reviews_csv, frozen_layers=9), tiny_settings)


def test_seconds_of_a_run_by_hand() -> None:
    """33 rows in batches of 8 are 5 steps an epoch; 6 epochs are 30 steps; an evaluation follows every third step, 10 in all."""
    found = MeasuredCost(rows=33, start_seconds=2.0, step_seconds=0.5, evaluation_seconds=0.25, end_seconds=1.0, memory_bytes=1)
    run = FineTune(DataSource("sample:reviews"), batch_size=8, epochs=6)
    assert (steps_of(run, 33), evaluation_interval(run, 30)) == (30, 3)
    assert found.seconds_for(run) == 2.0 + 30 * 0.5 + 10 * 0.25 + 1.0
    assert found.seconds_for(replace(run, evaluate_every=30)) == 2.0 + 30 * 0.5 + 0.25 + 1.0


def test_held_out_examples_are_thinned_evenly() -> None:
    data = usable_data(Task.CLASSIFICATION, DataSource("sample:topics"))
    few = thinned(data).held_out
    assert len(few) == min(EVALUATED_HERE, len(data.held_out))
    assert few == tuple(data.held_out[i] for i in range(0, len(data.held_out), len(data.held_out) // EVALUATED_HERE))[:EVALUATED_HERE]
