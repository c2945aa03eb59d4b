"""How many steps a run has and how long they take: before it starts, from measured steps, and while it trains. No torch."""

import math
from dataclasses import dataclass

from bertplay.training.jobs import FineTune

EVALUATIONS = 12


def steps_of(job: FineTune, examples: int) -> int:
    """Updates in a run: every epoch has one for each batch, the last one may be smaller."""
    return job.epochs * math.ceil(examples / job.batch_size)


def evaluation_interval(job: FineTune, total_steps: int) -> int:
    """Steps between two evaluations: as set, or so that there are about twelve."""
    return job.evaluate_every or max(1, math.ceil(total_steps / EVALUATIONS))


class Pace:
    """The speed of a training: running means of the seconds per step and per evaluation, without pauses."""

    def __init__(self, step_seconds: float, evaluation_seconds: float) -> None:
        self.step_seconds, self.evaluation_seconds = step_seconds, evaluation_seconds

    def after_step(self, seconds: float) -> None:
        self.step_seconds += 0.2 * (seconds - self.step_seconds)

    def after_evaluation(self, seconds: float) -> None:
        self.evaluation_seconds += 0.5 * (seconds - self.evaluation_seconds)

    def seconds_for(self, steps: int, interval: int) -> float:
        return steps * self.step_seconds + math.ceil(steps / interval) * self.evaluation_seconds


@dataclass(frozen=True, slots=True)
class MeasuredCost:
    """What a few real steps showed, before a run; it holds for any number of epochs, any learning rate and any seed.

    rows           of ids that an epoch has; 0 of a method without steps
    start_seconds  from the settings to the first point: the data read, the model loaded and evaluated
    step_seconds, evaluation_seconds   of one of each
    end_seconds    to evaluate the finished model and to write it; of a method without steps nothing is left to do
    memory_bytes   of the whole process at its highest
    """

    rows: int
    start_seconds: float
    step_seconds: float
    evaluation_seconds: float
    end_seconds: float
    memory_bytes: int

    def seconds_for(self, job: FineTune) -> float:
        """Seconds of the whole run."""
        total = steps_of(job, self.rows)
        between = Pace(self.step_seconds, self.evaluation_seconds).seconds_for(total, evaluation_interval(job, total))
        return self.start_seconds + between + self.end_seconds
