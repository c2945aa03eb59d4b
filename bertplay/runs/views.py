"""A run as pages and commands see it."""

import json
import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bertplay.i18n import LazyString, lazy
from bertplay.runs.queue import Place
from bertplay.runs.state import BEGUN, MOVING, RESUMABLE, RunState
from bertplay.runs.tables import RunRow
from bertplay.training.events import Command
from bertplay.training.jobs import FineTune, TrainingJob, job_from_json, job_to_json

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunView:
    """One run, true at the moment of reading.

    name               as it was typed, or the title of its job in the reader's language; no two runs share one
    command            its last command; while it differs from the state, the worker has not followed it yet
    owner              the browser that started it; "" for a command
    is_shared          whether others than the owner may see it
    experiment         what runs that were started together share; "" for a single one
    started, ended     of the newest attempt; unix seconds
    estimate_seconds   of the whole run, from measured steps or from runs like it; None if unknown
    place              1 for the next in the queue; None when it is not queued
    waits_seconds      until it starts, estimated; None when it is not queued or nobody knows
    metrics            of the model that was saved
    has_model          its model is in the catalog as "run/<id>", or its files can be fetched
    """

    id: str
    name: str
    note: str
    job: TrainingJob
    state: RunState
    command: Command
    owner: str
    is_shared: bool
    experiment: str
    attempt: int
    created: float
    started: float | None
    ended: float | None
    step: int
    total_steps: int
    estimate_seconds: float | None
    seconds_left: float | None
    problem: str
    remedy: str
    metrics: dict[str, float]
    has_model: bool
    place: int | None
    waits_seconds: float | None

    @property
    def fine_tune(self) -> FineTune:
        """Its job, where only fine-tuning is shown. TypeError for another kind."""
        if not isinstance(self.job, FineTune):
            raise TypeError(self.job)
        return self.job

    @property
    def is_moving(self) -> bool:
        """It is queued, running or paused: it may change at any time."""
        return self.state in MOVING

    @property
    def is_active(self) -> bool:
        """It is running or paused: it can be paused, stepped, stopped."""
        return self.state in BEGUN

    @property
    def can_resume(self) -> bool:
        """It was interrupted, stopped or paused."""
        return self.state in RESUMABLE or (self.state in BEGUN and self.command is Command.PAUSE)

    @property
    def trained_seconds(self) -> float:
        """Of the time budget of its job: how much of it is used."""
        if self.seconds_left is None:
            return self.metrics.get("train_seconds", 0.0)
        return max(0.0, (self.job.seconds or 0.0) - self.seconds_left)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.state is RunState.FINISHED:
            return 1.0
        if self.job.seconds:
            return min(self.trained_seconds / self.job.seconds, 1.0)
        return min(self.step / self.total_steps, 1.0) if self.total_steps else 0.0

    @property
    def seconds(self) -> float | None:
        """How long the newest attempt took, or takes until now."""
        if self.started is None:
            return None
        return (self.ended or time.time()) - self.started

    def as_json(self) -> dict[str, Any]:
        """As `finetune --json` prints it, under stable names, and without the owner, which is private."""
        values = {name: getattr(self, name) for name in self.__slots__ if name not in {"owner", "job", "command"}}
        settings = job_to_json(self.job)
        if "probe_sentences" in settings:
            settings["own_sentences"] = settings.pop("probe_sentences")
        return values | {"config": settings, "state": self.state.value, "wish": self.command.value}


def view_of(row: RunRow, place: Place | None = None) -> RunView:
    """The view of a row, with its place in the queue if it has one."""
    copied = {name: getattr(row, name) for name in RunView.__slots__ if name not in OF_ITS_OWN}
    return RunView(
        **copied,
        name=name_of(row),
        job=job_from_json(row.job),
        state=RunState(row.state),
        command=Command(row.command),
        metrics=json.loads(row.metrics),
        place=place.number if place else None,
        waits_seconds=place.seconds if place else None,
    )


@lru_cache(maxsize=4_096)
def is_readable(state: str, command: str, job: str, metrics: str) -> bool:
    """Whether these values of a row are what was written there once."""
    try:
        job_from_json(job)
        return isinstance(json.loads(metrics), dict) and bool(RunState(state)) and bool(Command(command))
    except Exception:
        logger.warning("a row of the store of runs is damaged, and is left out: %s", job[:200])
        return False


def is_whole(row: RunRow) -> bool:
    """Whether a row can be shown; a damaged one hides no other."""
    return is_readable(row.state, row.command, row.job, row.metrics)


OF_ITS_OWN = {"name", "job", "state", "command", "metrics", "place", "waits_seconds"}


def base_name(row: RunRow) -> LazyString | str:
    """What someone called a run, or the title of its job."""
    return row.name or (job_from_json(row.job).title if is_whole(row) else row.id)


def name_of(row: RunRow) -> LazyString | str:
    """Topics, 3 epochs, all weights (2)"""
    name = base_name(row)
    return lazy("{name} ({number})", name=name, number=row.number) if row.number > 1 else name
