"""Trainings with a time budget: mini-pretraining, and layers that copy the first token."""

import math
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from transformers import BertForMaskedLM, pipeline

from bertplay.errors import BadInput
from bertplay.models.inspection import describe_folder
from bertplay.models.spec import Ability
from bertplay.results.recurrence import DISTANCES
from bertplay.results.training_events import Cancelled, Evaluated, Finished, Paused, Started, Step, TrainEvent
from bertplay.training.copy_first_token import QUESTION, OneLayer, sequences
from bertplay.training.data.samples import find_sample
from bertplay.training.events import Command
from bertplay.training.jobs import CopyFirstToken, Layer, MiniPretraining
from bertplay.training.mini_pretraining import split
from bertplay.training.run_job import run_job
from bertplay.training.time_budget import TimeBudget

COOKING = str(find_sample("cooking").train_file)


def minute(seconds: float = 1.0, text: str = COOKING) -> MiniPretraining:
    return MiniPretraining(text, seconds, probe_sentences=("Cut the [MASK].",))


def test_a_text_is_split_into_what_is_learned_and_what_is_held_out() -> None:
    text = "\n\n".join(f"Sentence {number} is here. It has a\nsecond line." for number in range(80))
    learned, held_out = split(text)
    assert [len(learned), len(held_out)] == [18, 2]
    assert sorted(line for part in (*learned, *held_out) for line in part) == sorted(
        line for number in range(80) for line in (f"Sentence {number} is here.", "It has a second line.")
    )
    with pytest.raises(BadInput, match="too short"):
        split("One sentence. Two sentences.")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step takes a hundredth of a second of the budget, on whatever machine."""
    counting = SimpleNamespace(perf_counter=count(0, 0.01).__next__, sleep=time.sleep)
    monkeypatch.setattr("bertplay.training.time_budget.time", counting)


@pytest.mark.slow
@pytest.mark.usefixtures("clock")
def test_seconds_of_pretraining_leave_a_model_that_transformers_opens(tmp_path: Path) -> None:
    told: list[TrainEvent] = []
    ended = run_job(minute(), tmp_path, told.append, lambda: Command.CONTINUE)
    assert isinstance(ended, Finished)
    evaluated = [event for event in told if isinstance(event, Evaluated)]
    vocabulary = describe_folder(tmp_path / "model").sizes.vocabulary
    assert abs(evaluated[0].eval_loss - math.log(vocabulary)) < 0.2  # it knows nothing
    assert ended.step == 100
    assert evaluated[-1].eval_loss < evaluated[0].eval_loss
    assert all(len(event.probes[0].labels) == 5 for event in evaluated)
    assert {Ability.MASKED_WORD, Ability.NEXT_SENTENCE} <= describe_folder(tmp_path / "model").abilities
    guesses = pipeline("fill-mask", str(tmp_path / "model"))("cut the [MASK].")
    assert evaluated[-1].probes[0].labels[0] == guesses[0]["token_str"]  # stored in float16: the first guess stays
    assert torch.isfinite(BertForMaskedLM.from_pretrained(tmp_path / "model").bert.embeddings.word_embeddings.weight).all()


@pytest.mark.slow
def test_a_stopped_mini_pretraining_keeps_its_model_and_resumes(tmp_path: Path) -> None:
    commands = iter([Command.CONTINUE] * 8)
    stopped = run_job(minute(seconds=60.0), tmp_path, lambda event: None, lambda: next(commands, Command.STOP))
    assert isinstance(stopped, Cancelled)
    assert stopped.step == 8
    told: list[TrainEvent] = []
    run_job(minute(seconds=stopped.metrics["train_seconds"] + 1.0), tmp_path, told.append, lambda: Command.CONTINUE, resume=True)
    assert min(event.step for event in told if isinstance(event, Step)) == 9
    assert not (tmp_path / "checkpoints").exists()


def test_a_text_that_is_too_short_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text("Too short. By far.")
    with pytest.raises(BadInput, match="too short"):
        run_job(minute(text=str(file)), tmp_path, lambda event: None, lambda: Command.CONTINUE)


def test_the_question_is_about_the_first_token() -> None:
    ids, first = sequences(50, 7, torch.Generator().manual_seed(0))
    assert ids.shape == (50, 8)
    assert torch.equal(ids[:, 0], first)
    assert (ids[:, -1] == QUESTION).all()
    assert (ids[:, :-1] < QUESTION).all()


@pytest.mark.slow
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("layer", list(Layer))
def test_both_layers_learn_short_texts_in_two_hundred_steps(layer: Layer, tmp_path: Path) -> None:
    told: list[TrainEvent] = []
    ended = run_job(CopyFirstToken(layer, 8, 2.0), tmp_path, told.append, lambda: Command.CONTINUE)
    assert isinstance(ended, Finished)
    assert ended.model_folder == ""
    last = [event for event in told if isinstance(event, Evaluated)][-1]
    assert len(last.by_distance) == len(DISTANCES)
    assert last.by_distance[2] > 0.9  # four steps after the first word
    started = [event for event in told if isinstance(event, Started)]
    assert started[0].parameters == sum(weight.numel() for weight in OneLayer(layer, 0).parameters())
    assert [(one.total_steps, one.estimate_seconds) for one in started] == [(0, 2.0)]  # it counts seconds


def test_a_layer_that_yields_resumes_where_it_was(tmp_path: Path) -> None:
    commands = iter([Command.CONTINUE] * 30)
    job = CopyFirstToken(Layer.LSTM, 8, 4.0)
    paused = run_job(job, tmp_path, command=lambda: next(commands, Command.YIELD))
    assert isinstance(paused, Paused)
    assert paused.step == 30
    told: list[TrainEvent] = []
    run_job(job, tmp_path, told.append, lambda: Command.STOP if len(told) > 20 else Command.CONTINUE, resume=True)
    assert min(event.step for event in told if isinstance(event, Step)) == 31
    assert next(event for event in told if isinstance(event, Started)).estimate_seconds == pytest.approx(
        4.0 - paused.metrics["train_seconds"]
    )


@pytest.mark.usefixtures("clock")
def test_a_pause_costs_no_seconds() -> None:
    commands: Iterator[Command] = iter([Command.CONTINUE, Command.PAUSE, Command.PAUSE, Command.CONTINUE, Command.STOP])
    budget = TimeBudget(10.0, lambda: next(commands))
    assert budget.has_time()
    with budget.counted():
        pass
    assert budget.has_time()
    assert budget.used == pytest.approx(0.01)
    assert not budget.has_time()
    assert budget.ended_by is Command.STOP


@pytest.mark.parametrize("seconds", [0.0, 0.5, 601.0, math.nan])
def test_a_budget_out_of_range_is_refused(seconds: float) -> None:
    with pytest.raises(BadInput):
        minute(seconds=seconds)
