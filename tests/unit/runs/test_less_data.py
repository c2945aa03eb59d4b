"""Less data than from scratch: the verdict follows from the finished runs of the store."""

import pytest

from bertplay.results.claims import Verdict
from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.runs.experiments.few_examples import bundled_experiments
from bertplay.runs.experiments.less_data import NOT_RUN, claim_of, less_data, verdict
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.training.jobs import DataSource, FineTune, Method

FULL, RANDOM = Method.FULL, Method.RANDOM


def fill(service: RunService, reached: dict[tuple[Method, int], list[float]], model: str = "bert", sample: str = "reviews") -> str:
    """An experiment of which every run is finished."""
    wanted = [(method, size, seed, value) for (method, size), values in reached.items() for seed, value in enumerate(values)]
    source = DataSource(f"sample:{sample}")
    configs = [FineTune(source, method=method, model=model, seed=seed, train_examples=size) for method, size, seed, _ in wanted]
    experiment = service.start_experiment(configs)
    values = {(method, size, seed): value for method, size, seed, value in wanted}
    for run in service.runs():
        if run.experiment == experiment:
            accuracy = values[run.job.method, run.job.train_examples or 0, run.job.seed]
            service.store.change(run.id, RunState, state=RunState.FINISHED, metrics=f'{{"accuracy": {accuracy}}}', queue_owner=None)
    return experiment


HELD = {(FULL, 8): [0.6, 0.9, 0.1], (FULL, 32): [0.7], (RANDOM, 8): [0.5], (RANDOM, 32): [0.59, 0.6, 0.99], (RANDOM, 128): [0.7]}


def few(reached: dict[tuple[Method, int], list[float]], sample: str = "reviews") -> FewExamples:
    runs = [
        TrainedOnFew(method.value, size, seed, value, 1.0)
        for (method, size), values in reached.items()
        for seed, value in enumerate(values)
    ]
    return FewExamples("bert", "", sample, "accuracy", "1", tuple(runs))


def test_every_size_is_compared_by_its_median() -> None:
    holds, figure = verdict(few(HELD))
    assert holds  # 0.6 against 0.6, 0.7 against 0.7
    assert figure == (
        "8 examples: 60% pretrained, and random weights with 32: 60%; 32 examples: 70% pretrained, and random weights with 128: 70% "
        "(accuracy on held-out examples of “Reviews”, the median of 3 seeds)"
    )
    assert not verdict(few(HELD | {(FULL, 8): [0.59, 0.9, 0.1]}))[0]
    assert not verdict(few(HELD | {(RANDOM, 128): [0.71]}))[0]


def test_without_a_pair_of_sizes_nothing_holds() -> None:
    assert verdict(few({(FULL, 8): [0.9], (RANDOM, 8): [0.1]})) == (False, "")


def test_each_sample_set_has_a_stamp_of_its_own() -> None:
    assert claim_of(few(HELD)).verdict is Verdict.HOLDS
    claim = claim_of(few({(FULL, 8): [0.4], (RANDOM, 32): [0.5]}, "topics"))
    assert claim.verdict is Verdict.DOES_NOT_HOLD
    assert "“Topics”" in claim.figure


def test_the_bundled_runs_decide_until_an_experiment_of_this_store_is_finished(service: RunService) -> None:
    found = less_data(service.runs(), "bert-scratch")
    assert (found.evidence, found.is_bundled, found.experiment) == (bundled_experiments("bert-scratch"), True, "")
    assert found.claims == tuple(map(claim_of, bundled_experiments("bert-scratch")))
    experiment = fill(service, HELD, "bert-scratch")
    one = service.runs()[0]
    service.store.change(one.id, RunState, state=RunState.RUNNING)
    found = less_data(service.runs(), "bert-scratch")
    assert (found.is_bundled, found.experiment) == (True, experiment)
    service.store.change(one.id, RunState, state=RunState.FINISHED)
    found = less_data(service.runs(), "bert-scratch")
    assert (found.is_bundled, found.experiment, len(found.evidence)) == (False, experiment, 1)


def test_a_store_without_the_experiment_says_how_to_run_it(service: RunService) -> None:
    found = less_data(service.runs(), "roberta")
    assert (found.claims[0].verdict, found.claims[0].figure, found.experiment, found.evidence) == (Verdict.NOT_RUN, NOT_RUN, "", ())
    fill(service, {(FULL, 8): [0.9], (RANDOM, 8): [0.1]}, model="roberta")  # no size beside four times that size
    fill(service, HELD, model="albert")
    assert less_data(service.runs(), "roberta").claims[0].verdict is Verdict.NOT_RUN


@pytest.mark.parametrize(("random", "stamp"), [(0.6, Verdict.HOLDS), (0.61, Verdict.DOES_NOT_HOLD)])
def test_the_stamp_follows_from_the_figures(random: float, stamp: Verdict, service: RunService) -> None:
    experiment = fill(service, {(FULL, 8): [0.6], (RANDOM, 32): [random], (Method.TFIDF, 32): [1.0]})
    found = less_data(service.runs(), "bert")
    assert (found.claims[0].verdict, found.experiment) == (stamp, experiment)
    by_random = f"random weights with 32: {100 * random:.0f}%"
    assert found.claims[0].figure == f"8 examples: 60% pretrained, and {by_random} (accuracy on held-out examples of “Reviews”, one seed)"


def test_the_newest_experiment_counts(service: RunService) -> None:
    fill(service, {(FULL, 8): [0.6], (RANDOM, 32): [0.9]})
    newer = fill(service, HELD, sample="topics")
    found = less_data(service.runs(), "bert")
    assert (found.claims[0].verdict, found.experiment) == (Verdict.HOLDS, newer)
    assert found.claims[0].figure.endswith("of “Topics”, the median of 3 seeds)")


def test_an_unfinished_experiment_says_nothing_yet(service: RunService) -> None:
    experiment = fill(service, HELD, model="roberta")
    one = next(run for run in service.runs() if run.job.method is RANDOM)
    service.store.change(one.id, RunState, state=RunState.FAILED)
    found = less_data(service.runs(), "roberta")
    assert (found.claims[0].verdict, found.experiment) == (Verdict.NOT_RUN, experiment)
    assert "8 of 9 runs are" in found.claims[0].figure
