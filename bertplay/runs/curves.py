"""Events -> the points that figures draw."""

import math
from collections.abc import Iterable, Sequence

from bertplay.results.training_curves import Answer, CloudDot, EvaluationPoint, RunCurves, StepPoint
from bertplay.runs.views import RunView
from bertplay.training.events import Evaluated, Started, Step, TrainEvent

MOST_POINTS = 300
"""Of a line; more cannot be told apart on a page."""


def curves_of(run: RunView, events: Iterable[TrainEvent]) -> RunCurves:
    """What a run told so far."""
    told = list(events)
    started = next((event for event in reversed(told) if isinstance(event, Started)), None)
    config = run.config
    return RunCurves(
        name=run.name,
        group=config.method.value if config.train_examples is None else f"{config.method.value}, {config.train_examples} examples",
        method=config.method.value,
        seed=config.seed,
        examples=started.examples if started else config.train_examples or 0,
        labels=started.labels if started else (),
        majority_share=started.majority_share if started else 0.0,
        total_steps=run.total_steps,
        steps=thinned([event for event in told if isinstance(event, Step)]),
        evaluations=tuple(point_of(event) for event in told if isinstance(event, Evaluated)),
    )


def thinned(steps: Sequence[Step]) -> tuple[StepPoint, ...]:
    """At most MOST_POINTS, each the mean loss of as many neighbours."""
    width = max(1, math.ceil(len(steps) / MOST_POINTS))
    groups = [steps[start : start + width] for start in range(0, len(steps), width)]
    return tuple(
        StepPoint(group[-1].step, sum(s.loss for s in group) / len(group), group[-1].learning_rate, group[-1].examples_per_second)
        for group in groups
    )


def point_of(event: Evaluated) -> EvaluationPoint:
    """An evaluation, in the nouns of figures."""
    return EvaluationPoint(
        step=event.step,
        epoch=event.epoch,
        train_loss=event.train_loss,
        eval_loss=event.eval_loss,
        accuracy=event.accuracy,
        f1=event.f1,
        layer_movement=event.layer_movement,
        cloud=tuple(CloudDot(dot.x, dot.y, dot.label, dot.text) for dot in event.cloud),
        own=tuple(Answer(answer.labels, answer.probabilities) for answer in event.own),
    )
