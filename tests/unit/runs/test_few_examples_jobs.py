"""The runs of the experiment “How few examples are enough?”."""

from bertplay.runs.experiments.few_examples import MIN_STEPS, MIN_STEPS_FROM_SCRATCH, few_examples_jobs, with_size
from bertplay.training.jobs import DataSource, FineTune, Method, Task

REVIEWS = FineTune(DataSource("sample:reviews"), epochs=3, batch_size=16, learning_rate=3e-4)


def test_each_size_with_each_method_and_seed() -> None:
    runs = few_examples_jobs(REVIEWS, available=320, seeds=range(2))
    assert len(runs) == 4 * 5 * 2
    assert len(set(runs)) == len(runs)
    assert {run.train_examples for run in runs} == {8, 32, 128, 320}
    assert [run.train_examples for run in runs] == sorted(run.train_examples or 0 for run in runs)  # the quick ones first
    assert {run.data for run in runs} == {REVIEWS.data}


def test_of_few_examples_no_size_is_asked_twice() -> None:
    assert {run.train_examples for run in few_examples_jobs(REVIEWS, available=20, seeds=[7])} == {8, 20}


def test_a_method_that_cannot_learn_the_task_is_left_out() -> None:
    runs = few_examples_jobs(FineTune(DataSource("sample:entities"), task=Task.ENTITIES), available=100, seeds=[0])
    assert {run.method for run in runs} == {Method.FULL, Method.FROZEN, Method.RANDOM, Method.BILSTM}


def test_each_method_has_the_rate_that_suits_it() -> None:
    rates = {run.method: run.learning_rate for run in few_examples_jobs(REVIEWS, available=8, seeds=[0])}
    assert rates[Method.FULL] == rates[Method.RANDOM] == REVIEWS.learning_rate
    assert rates[Method.FROZEN] > rates[Method.BILSTM] > REVIEWS.learning_rate


def test_few_examples_are_seen_as_often_as_enough_steps_need() -> None:
    assert with_size(REVIEWS, 8).epochs == MIN_STEPS
    assert with_size(REVIEWS, 128).epochs == 8  # 8 steps an epoch, 64 in all
    assert with_size(REVIEWS, 2_000).epochs == REVIEWS.epochs


def test_what_starts_from_nothing_gets_more_steps() -> None:
    epochs = {run.method: run.epochs for run in few_examples_jobs(REVIEWS, available=320, seeds=[0]) if run.train_examples == 128}
    assert epochs[Method.RANDOM] == epochs[Method.BILSTM] == MIN_STEPS_FROM_SCRATCH / 8  # 8 steps an epoch
    assert epochs[Method.FULL] == epochs[Method.FROZEN] == 8
