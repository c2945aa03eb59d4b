"""Several runs as one result, and the results that come with bertplay."""

import json
from dataclasses import replace
from statistics import mean

import pytest

from bertplay.cli.few_examples import followed
from bertplay.errors import NotPossibleNow
from bertplay.models.fingerprint import weights_of
from bertplay.results import as_json, from_json
from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.runs.experiments import few_examples
from bertplay.runs.experiments.few_examples import all_bundled_experiments, bundled_experiments, few_examples_jobs, few_examples_of
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.training.data.samples import samples
from bertplay.training.jobs import DataSource, FineTune, Method

WANTED = [
    FineTune(DataSource("sample:topics"), method=method, train_examples=size, epochs=1)
    for method in (Method.FULL, Method.RANDOM)
    for size in (8, 32)
]


def test_the_command_waits_for_every_run_and_tells_it(service: RunService, capsys: pytest.CaptureFixture[str]) -> None:
    few = few_examples_of(followed(service, service.start_experiment(WANTED), is_json=False))
    assert capsys.readouterr().out.splitlines()[-1] == "4 of 4 runs are finished."
    assert few.weights == weights_of("bert")
    assert [(run.method, run.examples) for run in few.runs] == [("full", 8), ("full", 32), ("random", 8), ("random", 32)]
    assert {run.score for run in few.runs} == {0.75}  # what the small worker says
    assert from_json(FewExamples, json.loads(json.dumps(as_json(few)))) == few


def test_a_run_that_failed_ends_the_command_with_its_reason(service: RunService) -> None:
    experiment = service.start_experiment(WANTED)
    service.store.change(service.runs()[0].id, RunState, state=RunState.FAILED, problem="The memory was full.")
    with pytest.raises(NotPossibleNow, match="The memory was full"):
        followed(service, experiment, is_json=True)


def test_runs_that_are_not_finished_do_not_count(service: RunService) -> None:
    service.start_experiment(WANTED)
    first, *_ = runs = service.runs()
    assert few_examples_of(runs).runs == ()
    service.store.change(first.id, RunState, state=RunState.FINISHED, metrics='{"accuracy": 0.5, "train_seconds": 2.0}', queue_owner=None)
    assert few_examples_of(service.runs()).runs == (TrainedOnFew("random", 32, 0, 0.5, 2.0),)


@pytest.mark.parametrize("few", all_bundled_experiments(), ids=lambda few: f"{few.model} {few.sample}")
def test_what_travels_is_the_whole_experiment_with_the_weights_that_travel(few: FewExamples) -> None:
    assert few.weights == weights_of(few.model), "the weights are new: run it again, see bertplay/runs/experiments/few_examples.py"
    task = next(sample.task for sample in samples() if sample.name == few.sample)
    asked = few_examples_jobs(FineTune(DataSource(f"sample:{few.sample}"), task, model=few.model), 320, range(3))
    assert [(run.method, run.examples, run.seed) for run in few.runs] == [(c.method.value, c.train_examples, c.seed) for c in asked]
    assert all(0 <= run.score <= 1 and run.seconds > 0 for run in few.runs)


def test_something_travels_for_bert_from_scratch() -> None:
    assert {few.sample for few in bundled_experiments("bert-scratch")} == {"reviews", "topics"}
    assert bundled_experiments("roberta") == ()


def test_what_other_weights_reached_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_examples, "weights_of", lambda _: "another")
    assert bundled_experiments("bert-scratch") == ()


def test_seeds_and_scores() -> None:
    few = bundled_experiments("bert-scratch")[0]
    assert few.seeds == 3
    own = [run.score for run in few.runs if (run.method, run.examples) == ("full", 8)]
    assert mean(few.scores()["full", 8]) == mean(own)
    assert replace(few, runs=()).seeds == 0
