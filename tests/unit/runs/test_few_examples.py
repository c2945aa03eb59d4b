"""Runs as one result, and those that travel with bertplay."""

import json
from dataclasses import replace
from statistics import mean

import pytest

from bertplay.commands.few_examples import few_lines, followed
from bertplay.errors import NotPossibleNow
from bertplay.models.fingerprint import weights_of
from bertplay.results import as_json, from_json
from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.runs import few_examples
from bertplay.runs.desk import Desk
from bertplay.runs.few_examples import all_travelling, few_examples_of, travelling
from bertplay.runs.state import RunState
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.training.data.samples import samples
from bertplay.training.few_examples import few_examples_runs

WANTED = [
    FineTuneConfig(DataSource("sample:topics"), method=method, train_examples=size, epochs=1)
    for method in (Method.FULL, Method.RANDOM)
    for size in (8, 32)
]


def test_the_command_waits_for_every_run_and_tells_it(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    few = few_examples_of(followed(desk, desk.start_experiment(WANTED), is_json=False))
    assert capsys.readouterr().out.splitlines()[-1] == "4 of 4 runs are finished."
    assert few.weights == weights_of("bert")
    assert [(run.method, run.examples) for run in few.runs] == [("full", 8), ("full", 32), ("random", 8), ("random", 32)]
    assert {run.score for run in few.runs} == {0.75}  # what the small worker says
    assert from_json(FewExamples, json.loads(json.dumps(as_json(few)))) == few


def test_a_run_that_failed_ends_the_command_with_its_reason(desk: Desk) -> None:
    experiment = desk.start_experiment(WANTED)
    desk.store.change(desk.runs()[0].id, RunState, state=RunState.FAILED, problem="The memory was full.")
    with pytest.raises(NotPossibleNow, match="The memory was full"):
        followed(desk, experiment, is_json=True)


def test_runs_that_are_not_finished_do_not_count(desk: Desk) -> None:
    desk.start_experiment(WANTED)
    first, *_ = runs = desk.runs()
    assert few_examples_of(runs).runs == ()
    desk.store.change(first.id, RunState, state=RunState.FINISHED, metrics='{"accuracy": 0.5, "train_seconds": 2.0}', waiting=None)
    assert few_examples_of(desk.runs()).runs == (TrainedOnFew("random", 32, 0, 0.5, 2.0),)


def test_a_row_of_the_command_is_the_mean_of_its_seeds() -> None:
    runs = tuple(TrainedOnFew("full", size, seed, score, 1.0) for size, seed, score in ((8, 0, 0.5), (8, 1, 0.7), (32, 0, 0.9)))
    told = list(few_lines(FewExamples("bert", "", "topics", "accuracy", "1", (*runs, TrainedOnFew("tfidf", 8, 0, 0.25, 0.1)))))
    assert told[0] == "accuracy by examples learned from, mean of 2 seeds"
    assert [row.split() for row in told[1:]] == [["method", "8", "32"], ["full", "60.0%", "90.0%"], ["tfidf", "25.0%"]]


@pytest.mark.parametrize("few", all_travelling(), ids=lambda few: few.sample)
def test_what_travels_is_the_whole_experiment_with_the_weights_that_travel(few: FewExamples) -> None:
    assert few.weights == weights_of(few.model), "the weights are new: run the experiment again, see bertplay/runs/few_examples.py"
    task = next(sample.task for sample in samples() if sample.name == few.sample)
    asked = few_examples_runs(FineTuneConfig(DataSource(f"sample:{few.sample}"), task, model=few.model), 320, range(3))
    assert [(run.method, run.examples, run.seed) for run in few.runs] == [(c.method.value, c.train_examples, c.seed) for c in asked]
    assert all(0 <= run.score <= 1 and run.seconds > 0 for run in few.runs)


def test_something_travels_for_the_first_model() -> None:
    assert {few.sample for few in travelling("bert")} == {"reviews", "topics"}
    assert travelling("roberta") == ()


def test_what_other_weights_reached_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_examples, "weights_of", lambda _: "another")
    assert travelling("bert") == ()


def test_seeds_and_scores() -> None:
    few = travelling("bert")[0]
    assert few.seeds == 3
    own = [run.score for run in few.runs if (run.method, run.examples) == ("full", 8)]
    assert mean(few.scores()["full", 8]) == mean(own)
    assert replace(few, runs=()).seeds == 0
