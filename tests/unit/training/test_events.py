"""Events survive the store, and every failure is explained."""

import errno
import json
import math

import pytest

from bertplay.errors import BadInput
from bertplay.results.training_events import (
    Cancelled,
    Evaluated,
    Failed,
    Finished,
    Paused,
    ProbeAnswer,
    ProjectedPoint,
    Saved,
    Started,
    Step,
    TrainEvent,
)
from bertplay.training.events import event_from_json, event_to_json, failure

EVENTS: list[TrainEvent] = [
    Started(1.0, 0, 60, 320, 80, ("negative", "positive"), 6_000_000, 6_000_000, 0.5, 20.0, 10**8, 2),
    Step(2.0, 1, 0.7, 1e-4, 50.0, 19.0),
    Evaluated(
        3.0,
        10,
        0.5,
        80,
        0.6,
        0.5,
        0.8,
        None,
        (0.1, 0.2),
        (ProjectedPoint(0.0, 1.0, "positive", "Good."),),
        (ProbeAnswer(("a", "b"), (0.2, 0.8)),),
    ),
    Saved(4.0, 10, "checkpoints/step-10"),
    Finished(5.0, 60, {"accuracy": 0.9}, "model"),
    Failed(6.0, 3, "The disk is full.", "Free some."),
    Cancelled(7.0, 3, {}, ""),
    Paused(8.0, 3, {"accuracy": 0.5}, "model"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_json_brings_the_same_event_back(event: TrainEvent) -> None:
    assert event_from_json(json.dumps(event_to_json(event))) == event


def test_a_field_of_a_newer_version_is_left_out() -> None:
    assert event_from_json(json.dumps(event_to_json(EVENTS[1]) | {"weather": "fine"})) == EVENTS[1]


def test_a_loss_that_is_not_finite_survives() -> None:
    [event] = [event_from_json(json.dumps(event_to_json(Step(2.0, 1, float("nan"), 1e-4, 50.0, 19.0))))]
    assert isinstance(event, Step)
    assert math.isnan(event.loss)


def test_the_likeliest_label() -> None:
    assert ProbeAnswer(("a", "b"), (0.2, 0.8)).best == "b"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BadInput("The file is empty.", value="x.csv", remedy="Take another."), "The file is empty. (x.csv)"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
        (MemoryError(), "There was not enough memory."),
        (ZeroDivisionError("oops"), "The training ended unexpectedly. (ZeroDivisionError: oops)"),
    ],
)
def test_a_failure_in_words(error: Exception, words: str) -> None:
    failed = failure(error, at=1.0, step=2)
    assert failed.problem == words
    assert failed.remedy
