"""The time budget of a training: so many seconds of steps on any machine, with pauses and a stop."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import isqrt

from bertplay.training.events import Command
from bertplay.training.jobs.base import Commands

PAUSE_SECONDS = 0.05
EVALUATIONS = 15


class TimeBudget:
    """The remaining budget. Only work inside `counted` uses it up; pauses and evaluations do not.

    used, steps   so far; a resumed training begins with those of its checkpoint
    ended_by      STOP or YIELD when a command ended it early, else CONTINUE
    """

    def __init__(self, budget: float, command: Commands, *, used: float = 0.0, steps: int = 0) -> None:
        self.budget, self.command, self.used, self.steps = budget, command, used, steps
        self.ended_by = Command.CONTINUE
        self._evaluations = isqrt(int(EVALUATIONS**2 * used / budget))

    def has_time(self) -> bool:
        """Whether there is time for another step; waits as long as the training is paused."""
        while (command := self.command()) is Command.PAUSE:
            time.sleep(PAUSE_SECONDS)
        if command in (Command.STOP, Command.YIELD):
            self.ended_by = command
            return False
        return self.used < self.budget

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One step."""
        began = time.perf_counter()
        yield
        self.used += time.perf_counter() - began
        self.steps += 1

    def is_evaluation_due(self) -> bool:
        """True about EVALUATIONS times in the budget, more often at its beginning, where most is learned."""
        is_due = self.used / self.budget >= (self._evaluations / EVALUATIONS) ** 2
        self._evaluations += is_due
        return is_due

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.budget - self.used)
