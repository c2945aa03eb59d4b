"""Less data than from scratch: the stamp follows from the finished runs of the store."""

import pytest

from bertplay.results.claims import Stamp
from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.runs.desk import Desk
from bertplay.runs.few_examples import travelling
from bertplay.runs.less_data import NOT_RUN, claim_of, judged, less_data
from bertplay.runs.state import RunState
from bertplay.training.config import DataSource, FineTuneConfig, Method

FULL, RANDOM = Method.FULL, Method.RANDOM


def fill(desk: Desk, reached: dict[tuple[Method, int], list[float]], model: str = "bert", sample: str = "reviews") -> str:
    """An experiment of which every run is finished."""
    wanted = [(method, size, seed, value) for (method, size), values in reached.items() for seed, value in enumerate(values)]
    source = DataSource(f"sample:{sample}")
    configs = [FineTuneConfig(source, method=method, model=model, seed=seed, train_examples=size) for method, size, seed, _ in wanted]
    experiment = desk.start_experiment(configs)
    values = {(method, size, seed): value for method, size, seed, value in wanted}
    for run in desk.runs():
        if run.experiment == experiment:
            accuracy = values[run.config.method, run.config.train_examples or 0, run.config.seed]
            desk.store.change(run.id, RunState, state=RunState.FINISHED, metrics=f'{{"accuracy": {accuracy}}}', waiting=None)
    return experiment


HELD = {(FULL, 8): [0.6, 0.9, 0.1], (FULL, 32): [0.7], (RANDOM, 8): [0.5], (RANDOM, 32): [0.59, 0.6, 0.99], (RANDOM, 128): [0.7]}


def few(reached: dict[tuple[Method, int], list[float]], sample: str = "reviews") -> FewExamples:
    runs = [
        TrainedOnFew(method.value, size, seed, value, 1.0)
        for (method, size), values in reached.items()
        for seed, value in enumerate(values)
    ]
    return FewExamples("bert", "", sample, "accuracy", "1", tuple(runs))


def test_every_size_is_judged_by_its_median() -> None:
    holds, figure = judged(few(HELD))
    assert holds  # 0.6 against 0.6, 0.7 against 0.7
    assert figure == (
        "8 examples: 60% pretrained, and random weights with 32: 60%; 32 examples: 70% pretrained, and random weights with 128: 70% "
        "(accuracy on held-out examples of “reviews”, the median of 3 seeds)"
    )
    assert not judged(few(HELD | {(FULL, 8): [0.59, 0.9, 0.1]}))[0]
    assert not judged(few(HELD | {(RANDOM, 128): [0.71]}))[0]


def test_without_a_pair_of_sizes_nothing_holds() -> None:
    assert judged(few({(FULL, 8): [0.9], (RANDOM, 8): [0.1]})) == (False, "")


def test_each_sample_set_has_a_stamp_of_its_own() -> None:
    assert claim_of(few(HELD)).stamp is Stamp.HOLDS
    claim = claim_of(few({(FULL, 8): [0.4], (RANDOM, 32): [0.5]}, "topics"))
    assert claim.stamp is Stamp.DOES_NOT_HOLD
    assert "“topics”" in claim.figure


def test_what_travels_is_judged_until_an_experiment_of_this_store_is_finished(desk: Desk) -> None:
    found = less_data(desk.runs(), "bert")
    assert (found.judged_by, found.is_stored, found.experiment) == (travelling("bert"), True, "")
    assert found.claims == tuple(map(claim_of, travelling("bert")))
    experiment = fill(desk, HELD)
    one = desk.runs()[0]
    desk.store.change(one.id, RunState, state=RunState.RUNNING)
    found = less_data(desk.runs(), "bert")
    assert (found.is_stored, found.experiment) == (True, experiment)
    desk.store.change(one.id, RunState, state=RunState.FINISHED)
    found = less_data(desk.runs(), "bert")
    assert (found.is_stored, found.experiment, len(found.judged_by)) == (False, experiment, 1)


def test_a_store_without_the_experiment_says_how_to_run_it(desk: Desk) -> None:
    found = less_data(desk.runs(), "roberta")
    assert (found.claims[0].stamp, found.claims[0].figure, found.experiment, found.judged_by) == (Stamp.NOT_RUN, NOT_RUN, "", ())
    fill(desk, {(FULL, 8): [0.9], (RANDOM, 8): [0.1]}, model="roberta")  # no size beside four times that size
    fill(desk, HELD, model="albert")
    assert less_data(desk.runs(), "roberta").claims[0].stamp is Stamp.NOT_RUN


@pytest.mark.parametrize(("random", "stamp"), [(0.6, Stamp.HOLDS), (0.61, Stamp.DOES_NOT_HOLD)])
def test_the_stamp_follows_from_the_figures(random: float, stamp: Stamp, desk: Desk) -> None:
    experiment = fill(desk, {(FULL, 8): [0.6], (RANDOM, 32): [random], (Method.TFIDF, 32): [1.0]})
    found = less_data(desk.runs(), "bert")
    assert (found.claims[0].stamp, found.experiment) == (stamp, experiment)
    by_random = f"random weights with 32: {100 * random:.0f}%"
    assert found.claims[0].figure == f"8 examples: 60% pretrained, and {by_random} (accuracy on held-out examples of “reviews”, one seed)"


def test_the_newest_experiment_counts(desk: Desk) -> None:
    fill(desk, {(FULL, 8): [0.6], (RANDOM, 32): [0.9]})
    newer = fill(desk, HELD, sample="topics")
    found = less_data(desk.runs(), "bert")
    assert (found.claims[0].stamp, found.experiment) == (Stamp.HOLDS, newer)
    assert found.claims[0].figure.endswith("of “topics”, the median of 3 seeds)")


def test_an_unfinished_experiment_says_nothing_yet(desk: Desk) -> None:
    experiment = fill(desk, HELD, model="roberta")
    one = next(run for run in desk.runs() if run.config.method is RANDOM)
    desk.store.change(one.id, RunState, state=RunState.FAILED)
    found = less_data(desk.runs(), "roberta")
    assert (found.claims[0].stamp, found.experiment) == (Stamp.NOT_RUN, experiment)
    assert "8 of 9 runs are" in found.claims[0].figure
