"""Trainings by the clock: a minute of pretraining on a reader's text, and layers that remember the first word."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from transformers import BertForMaskedLM, pipeline

from bertplay.errors import BadInput
from bertplay.models.inspection import describe_folder
from bertplay.models.spec import Ability
from bertplay.results.recurrence import DISTANCES
from bertplay.training.clock import Clock
from bertplay.training.config import DataSource, FineTuneConfig, Method, Task
from bertplay.training.data.samples import find_sample
from bertplay.training.events import Cancelled, Evaluated, Finished, Started, Step, TrainEvent, Wish
from bertplay.training.first_word import ASK, Reader, texts
from bertplay.training.minute import split
from bertplay.training.train import train

COOKING = str(find_sample("cooking").train_file)


def minute(seconds: float = 2.0, text: str = COOKING) -> FineTuneConfig:
    return FineTuneConfig(
        DataSource(text), task=Task.PRETRAINING, method=Method.SCRATCH, seconds=seconds, own_sentences=("Cut the [MASK].",)
    )


def remembering(method: Method, longest: int, seconds: float) -> FineTuneConfig:
    return FineTuneConfig(DataSource("sample:first_word"), task=Task.FIRST_WORD, method=method, seconds=seconds, max_tokens=longest)


def test_a_text_is_split_into_what_is_learned_and_what_is_held_out() -> None:
    text = "\n\n".join(f"Sentence {number} is here. It has a\nsecond line." for number in range(80))
    learned, held_out = split(text)
    assert [len(learned), len(held_out)] == [18, 2]
    assert sorted(line for part in (*learned, *held_out) for line in part) == sorted(
        line for number in range(80) for line in (f"Sentence {number} is here.", "It has a second line.")
    )
    with pytest.raises(BadInput, match="too short"):
        split("One sentence. Two sentences.")


def test_seconds_of_pretraining_leave_a_model_that_transformers_opens(tmp_path: Path) -> None:
    told: list[TrainEvent] = []
    ended = train(minute(), tmp_path, told.append, lambda: Wish.GO)
    assert isinstance(ended, Finished)
    evaluated = [event for event in told if isinstance(event, Evaluated)]
    vocabulary = describe_folder(tmp_path / "model").sizes.vocabulary
    assert abs(evaluated[0].eval_loss - math.log(vocabulary)) < 0.2  # it knows nothing
    assert evaluated[-1].eval_loss < evaluated[0].eval_loss
    assert all(len(event.own[0].labels) == 5 for event in evaluated)
    assert {Ability.MASKED_WORD, Ability.NEXT_SENTENCE} <= describe_folder(tmp_path / "model").abilities
    guesses = pipeline("fill-mask", str(tmp_path / "model"))("cut the [MASK].")
    assert evaluated[-1].own[0].labels[0] == guesses[0]["token_str"]  # stored in float16: the first guess stays
    assert torch.isfinite(BertForMaskedLM.from_pretrained(tmp_path / "model").bert.embeddings.word_embeddings.weight).all()


def test_a_stopped_minute_keeps_its_model_and_goes_on_where_it_was(tmp_path: Path) -> None:
    wishes = iter([Wish.GO] * 8)
    stopped = train(minute(seconds=60.0), tmp_path, lambda event: None, lambda: next(wishes, Wish.STOP))
    assert isinstance(stopped, Cancelled)
    assert stopped.step == 8
    told: list[TrainEvent] = []
    train(minute(seconds=stopped.metrics["train_seconds"] + 1.0), tmp_path, told.append, lambda: Wish.GO, resume=True)
    assert min(event.step for event in told if isinstance(event, Step)) == 9
    assert not (tmp_path / "checkpoints").exists()


def test_a_text_that_is_too_short_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text("Too short. By far.")
    with pytest.raises(BadInput, match="too short"):
        train(minute(text=str(file)), tmp_path, lambda event: None, lambda: Wish.GO)


def test_the_question_is_about_the_first_word_and_only_the_first_knows_it() -> None:
    ids, first = texts(50, 7, torch.Generator().manual_seed(0))
    assert ids.shape == (50, 8)
    assert torch.equal(ids[:, 0], first)
    assert (ids[:, -1] == ASK).all()
    assert (ids[:, :-1] < ASK).all()


@pytest.mark.parametrize("method", [Method.LSTM, Method.ATTENTION])
def test_both_layers_learn_short_texts_in_seconds(method: Method, tmp_path: Path) -> None:
    told: list[TrainEvent] = []
    ended = train(remembering(method, 8, 4.0), tmp_path, told.append, lambda: Wish.GO)
    assert isinstance(ended, Finished)
    assert ended.model_folder == ""
    last = [event for event in told if isinstance(event, Evaluated)][-1]
    assert len(last.by_distance) == len(DISTANCES)
    assert last.by_distance[2] > 0.9  # four steps after the first word
    started = [event for event in told if isinstance(event, Started)]
    assert started[0].parameters == sum(weight.numel() for weight in Reader(method, 0).parameters())
    assert abs(started[-1].total_steps / ended.step - 1) < 3


def test_a_pause_costs_no_seconds() -> None:
    wishes: Iterator[Wish] = iter([Wish.GO, Wish.PAUSE, Wish.PAUSE, Wish.GO, Wish.STOP])
    clock = Clock(10.0, lambda: next(wishes))
    assert clock.goes_on()
    with clock.counted():
        pass
    assert clock.goes_on()
    assert clock.seconds < 0.05
    assert not clock.goes_on()
    assert clock.is_stopped


@pytest.mark.parametrize("seconds", [0.0, 0.5, 601.0, math.nan])
def test_a_budget_out_of_range_is_refused(seconds: float) -> None:
    with pytest.raises(BadInput):
        minute(seconds=seconds)
