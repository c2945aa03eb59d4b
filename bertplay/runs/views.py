"""A run as pages and commands see it."""

import json
import time
from dataclasses import dataclass
from typing import Any

from bertplay.runs.names import name_of
from bertplay.runs.queue import Place
from bertplay.runs.state import LIVING, MOVING, RESUMABLE, RunState
from bertplay.runs.tables import RunRow
from bertplay.training.config import FineTuneConfig
from bertplay.training.events import Wish


@dataclass(frozen=True, slots=True)
class RunView:
    """One run, true at the moment of reading.

    name               as it was typed; one of ours is `later`, which `called` tells
    wish               what was last asked of it; while it differs from the state, the worker has not followed yet
    experiment         what runs that were started together share; "" for a single one
    started, ended     of the newest attempt; unix seconds
    estimate_seconds   of the whole run, from measured steps or from runs like it; None when nobody knows
    place              1 for the next in the queue; None when it does not wait
    waits_seconds      until it starts, estimated; None when it does not wait or nobody knows
    metrics            of the model that was kept
    has_model          its model is in the catalog as "run/<id>", or its files can be fetched
    """

    id: str
    name: str
    note: str
    config: FineTuneConfig
    state: RunState
    wish: Wish
    browser: str
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
    def is_living(self) -> bool:
        """A worker has it."""
        return self.state in LIVING

    @property
    def is_moving(self) -> bool:
        """It waits or trains: the next look may find something new."""
        return self.state in MOVING

    @property
    def can_resume(self) -> bool:
        return self.state in RESUMABLE

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.state is RunState.FINISHED:
            return 1.0  # what is trained by the clock only guesses how many steps there will be
        return min(self.step / self.total_steps, 1.0) if self.total_steps else 0.0

    @property
    def seconds(self) -> float | None:
        """How long the newest attempt took, or takes until now."""
        if self.started is None:
            return None
        return (self.ended or time.time()) - self.started

    def as_json(self) -> dict[str, Any]:
        """Every field under its name, the settings as a nested object; no browser: it is nobody's business."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "browser"}
        return values | {"config": self.config.as_json(), "state": self.state.value, "wish": self.wish.value}


def view_of(row: RunRow, place: Place | None = None) -> RunView:
    """The view of a row, with its place in the queue if it has one."""
    copied = {name: getattr(row, name) for name in RunView.__slots__ if name not in OF_ITS_OWN}
    return RunView(
        **copied,
        name=name_of(row),
        config=FineTuneConfig.from_json(json.loads(row.config)),
        state=RunState(row.state),
        wish=Wish(row.wish),
        metrics=json.loads(row.metrics),
        place=place.number if place else None,
        waits_seconds=place.seconds if place else None,
    )


OF_ITS_OWN = {"name", "config", "state", "wish", "metrics", "place", "waits_seconds"}
