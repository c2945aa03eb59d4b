"""A training by the clock: so many seconds of steps, on whatever machine, with pauses and a stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bertplay.training.events import Wish

SECONDS_BETWEEN_LOOKS = 0.05
EVALUATIONS = 15


class Clock:
    """What is left of a budget. Only what stands inside `counted` costs anything: neither pauses nor evaluations do.

    is_stopped   somebody asked for an end
    """

    def __init__(self, budget: float, wish: Callable[[], Wish]) -> None:
        self.budget, self.wish = budget, wish
        self.seconds, self.steps, self.is_stopped = 0.0, 0, False
        self._evaluations = 0

    def goes_on(self) -> bool:
        """Whether there is time for another step; waits as long as a pause is wanted."""
        while (wish := self.wish()) is Wish.PAUSE:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        self.is_stopped |= wish is Wish.STOP
        return self.seconds < self.budget and not self.is_stopped

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One step."""
        began = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - began
        self.steps += 1

    def is_time_to_evaluate(self) -> bool:
        """True about EVALUATIONS times in the budget, and more densely at its beginning, where most is learned."""
        due = self.seconds / self.budget >= (self._evaluations / EVALUATIONS) ** 2
        self._evaluations += due
        return due

    @property
    def total_steps(self) -> int:
        """How many steps there will be at this pace."""
        return max(self.steps, round(self.steps * self.budget / self.seconds)) if self.seconds else 0

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.budget - self.seconds)
