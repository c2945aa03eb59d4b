"""A run from its settings to a folder: its events, its files, stopping, resuming and repeating it."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers import pipeline

from bertplay.errors import BadInput, LossNotFinite
from bertplay.models import devices
from bertplay.results.training_events import Cancelled, Evaluated, Finished, Paused, Saved, Started, Step, TrainEvent
from bertplay.settings import Settings
from bertplay.training import trainer
from bertplay.training.checkpoints import newest_complete
from bertplay.training.events import Command
from bertplay.training.jobs import METHODS_OF, DataSource, FineTune, Method, Task
from bertplay.training.record import read_predictions, read_record
from bertplay.training.run_job import run_job
from bertplay.training.tuned import open_tuned
from tests.unit.training.runs import OWN, ROOT, StopAfter, go, of, weights

Whole = tuple[Path, list[TrainEvent]]


@pytest.fixture(scope="module")
def whole(config: FineTune, tiny_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The folder of an uninterrupted run, and its events."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, go(config, folder, tiny_settings)


def test_a_run_reports_learns_and_leaves_a_model(whole: Whole) -> None:
    folder, events = whole
    started, finished = events[0], events[-1]
    assert isinstance(started, Started)
    assert isinstance(finished, Finished)
    assert (started.examples, started.held_out, started.labels) == (52, 12, ("blame", "praise"))
    assert started.total_steps == 4 * math.ceil(52 / 16)
    assert started.majority_share == 0.5
    assert [step.step for step in of(Step, events)] == list(range(1, started.total_steps + 1))
    evaluations = of(Evaluated, events)
    assert [e.step for e in evaluations] == [0, 5, 10, 15, 16]
    assert evaluations[-1].eval_loss < evaluations[0].eval_loss
    assert evaluations[0].layer_movement == (0.0, 0.0, 0.0)  # embeddings and two layers
    assert all(moved > 0 for moved in evaluations[-1].layer_movement)
    assert len(evaluations[-1].projection) == 12
    assert {point.label for point in evaluations[-1].projection} == {"blame", "praise"}
    assert finished.metrics["accuracy"] == evaluations[-1].accuracy
    assert not (folder / "checkpoints").exists()


def test_pipeline_opens_the_folder_and_says_the_same(whole: Whole) -> None:
    folder, events = whole
    last = of(Evaluated, events)[-1]
    classify = pipeline("text-classification", str(folder / "model"), top_k=None)
    for text, own, tuned in zip(OWN, last.probes, open_tuned(folder / "model").answers(OWN), strict=True):
        said = {row["label"]: row["score"] for row in classify([text])[0]}
        for label, probability, again in zip(own.labels, own.probabilities, tuned.probabilities, strict=True):
            assert said[label] == pytest.approx(probability, abs=1e-5)
            assert again == pytest.approx(probability, abs=1e-5)


def test_the_same_seed_gives_the_same_weights(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    short = replace(config, epochs=1)
    for name, run in (("a", short), ("b", short), ("c", replace(short, seed=1))):
        go(run, tmp_path / name, tiny_settings)
    a, b, c = (weights(tmp_path / name) for name in "abc")
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert any(not torch.equal(a[name], c[name]) for name in a)


def test_a_stopped_run_keeps_its_best_and_resumes_to_the_same_end(
    whole: Whole, config: FineTune, tmp_path: Path, tiny_settings: Settings
) -> None:
    """A run that was stopped and resumed ends with exactly the weights of an uninterrupted one, dropout and order included."""
    folder, events = whole
    stopped = go(config, tmp_path / "resumed", tiny_settings, StopAfter(14))
    cancelled = stopped[-1]
    assert isinstance(cancelled, Cancelled)
    assert cancelled.metrics["accuracy"] == max(e.accuracy for e in of(Evaluated, stopped)[1:])
    assert read_record(tmp_path / "resumed" / "model").is_best
    saved = of(Saved, stopped)[-1].step
    resumed = go(config, tmp_path / "resumed", tiny_settings, resume=True)
    assert of(Step, resumed)[0].step == saved + 1
    assert [e.step for e in of(Step, resumed)] == [e.step for e in of(Step, events) if e.step > saved]
    left, right = weights(folder), weights(tmp_path / "resumed")
    assert all(torch.equal(left[name], right[name]) for name in left)


def test_a_run_that_yields_saves_its_best_and_resumes_to_the_same_end(
    whole: Whole, config: FineTune, tmp_path: Path, tiny_settings: Settings
) -> None:
    paused = go(config, tmp_path / "paused", tiny_settings, StopAfter(14, Command.YIELD))
    assert isinstance(paused[-1], Paused)
    assert read_record(tmp_path / "paused" / "model").is_best
    resumed = go(config, tmp_path / "paused", tiny_settings, resume=True)
    assert of(Step, resumed)[0].step == of(Step, paused)[-1].step + 1
    assert of(Step, resumed)[-1].loss == of(Step, whole[1])[-1].loss


def test_a_damaged_checkpoint_is_not_used(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    go(config, tmp_path, tiny_settings, StopAfter(8))
    newest = newest_complete(tmp_path / "checkpoints")
    assert newest is not None
    file = newest / "model.safetensors"
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    assert newest_complete(tmp_path / "checkpoints") is None
    assert of(Step, go(config, tmp_path, tiny_settings, resume=True))[0].step == 1


def test_a_pause_waits(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    asked: list[int] = []

    def command() -> Command:
        asked.append(1)
        return Command.PAUSE if len(asked) in range(5, 9) else Command.CONTINUE

    events = go(replace(config, epochs=1), tmp_path, tiny_settings, command)
    steps = of(Step, events)
    waited = max(b.at - a.at for a, b in pairwise(steps))
    assert waited >= 0.3
    assert isinstance(events[-1], Finished)


def test_a_rate_that_explodes_is_said_and_leaves_no_model(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    with pytest.raises(LossNotFinite, match="no longer a number"):
        go(
            replace(config, learning_rate=10.0, method=Method.BILSTM, weight_decay=1.0, epochs=100, evaluate_every=1000),
            tmp_path,
            tiny_settings,
        )
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("method", [m for m in METHODS_OF[Task.CLASSIFICATION] if m is not Method.FULL])
def test_every_method_learns_and_answers_again(method: Method, config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    events = go(replace(config, method=method, epochs=2), tmp_path, tiny_settings)
    last = of(Evaluated, events)[-1]
    again = open_tuned(tmp_path / "model").answers(OWN)
    for before, after in zip(last.probes, again, strict=True):
        assert after.labels == before.labels
        assert after.probabilities == pytest.approx(before.probabilities, abs=1e-5)
    predictions = read_predictions(tmp_path / "model")
    right = sum(one.label == ("blame", "praise")[one.probabilities.index(max(one.probabilities))] for one in predictions)
    assert right / len(predictions) == pytest.approx(events[-1].metrics["accuracy"])  # type: ignore[union-attr]


def test_frozen_moves_nothing_but_its_head(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    events = go(replace(config, method=Method.FROZEN, epochs=1), tmp_path / "frozen", tiny_settings)
    assert of(Evaluated, events)[-1].layer_movement == (0.0, 0.0, 0.0)
    assert events[0].trained_parameters == 2 * 32 + 2  # type: ignore[union-attr]
    partly = go(replace(config, frozen_layers=1, epochs=1), tmp_path / "partly", tiny_settings)
    embeddings, first, second = of(Evaluated, partly)[-1].layer_movement
    assert embeddings == first == 0.0 < second


def test_too_many_frozen_layers_are_refused(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    with pytest.raises(BadInput, match="fewer layers than that"):
        go(replace(config, frozen_layers=3), tmp_path, tiny_settings)


def test_a_network_like_any_other_is_trained_by_the_plain_trainer_too(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    """Fewer examples, chosen by the seed: as many of each label."""
    events = go(replace(config, train_examples=8, epochs=1), tmp_path, tiny_settings)
    assert events[0].examples == 8  # type: ignore[union-attr]


@pytest.mark.slow
def test_the_script_in_the_folder_repeats_the_run(tmp_path: Path) -> None:
    """In fresh processes: pipeline gives the same probabilities, and the script the same figures."""
    text = "The soup was cold."
    config = FineTune(DataSource("sample:reviews"), method=Method.TFIDF, probe_sentences=(text,))
    finished = run_job(config, tmp_path / "run", lambda event: None, lambda: Command.CONTINUE)
    folder = (tmp_path / "run" / "model").rename(tmp_path / "elsewhere")
    assert {"README.md", "repeat.py", "fine_tuning.json", "predictions.jsonl"} <= {file.name for file in folder.iterdir()}
    done = subprocess.run(
        [sys.executable, str(folder / "repeat.py"), str(tmp_path / "again")],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    accuracy = next(line for line in done.stdout.splitlines() if line.startswith("accuracy")).split()
    assert accuracy[1] == accuracy[-1] == f"{finished.metrics['accuracy']:.4f}"


@pytest.mark.slow
def test_the_folder_opens_in_a_fresh_process_with_the_same_answer(config: FineTune, tmp_path: Path, tiny_settings: Settings) -> None:
    last = of(Evaluated, go(replace(config, epochs=1), tmp_path / "run", tiny_settings))[-1]
    program = (
        "import json, sys; from transformers import pipeline\n"
        "print(json.dumps(pipeline('text-classification', sys.argv[1], top_k=None)([sys.argv[2]])[0]))"
    )
    folder = str((tmp_path / "run" / "model").rename(tmp_path / "elsewhere"))
    done = subprocess.run([sys.executable, "-c", program, folder, OWN[0]], capture_output=True, text=True, check=True)
    said = {row["label"]: row["score"] for row in json.loads(done.stdout.splitlines()[-1])}
    assert [said[label] for label in last.probes[0].labels] == pytest.approx(last.probes[0].probabilities, abs=1e-6)


def test_the_card_says_what_is_known(whole: Whole) -> None:
    folder = whole[0]
    card = (folder / "model" / "README.md").read_text()
    record = read_record(folder / "model")
    assert record.sha256 in card
    assert f"| accuracy | {record.metrics['accuracy']:.4f} |" in card
    assert "| seed | 0 |" in card
    assert "license: other" in card  # nobody knows the licence of a model of one's own
    assert str(folder) not in card


@pytest.mark.parametrize(("device", "is_cpu"), [("cpu", True), ("cuda", False)])
def test_the_trainer_gets_the_device(device: str, is_cpu: bool, config: FineTune, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what it is told can be tried here: the Trainer itself looks for a card."""
    monkeypatch.setattr(trainer, "TrainingArguments", SimpleNamespace)
    monkeypatch.setattr(devices, "computes_in_bfloat16", lambda _: True)
    given: Any = trainer.arguments(config, 10, tmp_path, torch.device(device))
    assert (given.use_cpu, given.bf16, getattr(given, "_n_gpu", None)) == (is_cpu, not is_cpu, None if is_cpu else 1)
