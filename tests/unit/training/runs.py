from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from bertplay.results.training_events import TrainEvent
from bertplay.settings import Settings
from bertplay.training.events import Command
from bertplay.training.jobs import FineTune
from bertplay.training.run_job import run_job

ROOT = Path(__file__).parents[3]


OWN = ("the tea was good", "the tea was bad")


def go(
    config: FineTune, folder: Path, settings: Settings, command: Callable[[], Command] = lambda: Command.CONTINUE, **options: Any
) -> list[TrainEvent]:
    """Run a job and return all its events."""
    events: list[TrainEvent] = []
    last = run_job(config, folder, events.append, command, settings=settings, **options)
    assert events[-1] is last
    return events


class StopAfter:
    """A command to stop once so many steps were asked about."""

    def __init__(self, questions: int, then: Command = Command.STOP) -> None:
        self.left, self.then = questions, then

    def __call__(self) -> Command:
        self.left -= 1
        return self.then if self.left < 0 else Command.CONTINUE


def of(kind: type[Any], events: list[TrainEvent]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model" / "model.safetensors")
