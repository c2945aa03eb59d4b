"""What the runs of "remember the first word" told, as figures draw it."""

from collections.abc import Iterable

from bertplay.results.recurrence import FirstWord
from bertplay.runs.views import RunView
from bertplay.training.events import Evaluated, Started, Step, TrainEvent


def first_word_of(run: RunView, events: Iterable[TrainEvent]) -> FirstWord:
    """One layer, as far as it is."""
    told = list(events)
    started = next((event for event in told if isinstance(event, Started)), None)
    evaluated = [event for event in told if isinstance(event, Evaluated)]
    left = next((event.seconds_left for event in reversed(told) if isinstance(event, Step)), run.config.seconds)
    return FirstWord(
        layer=run.config.method.value,
        longest=run.config.max_tokens,
        steps=run.step,
        seconds=run.metrics.get("train_seconds", run.config.seconds - left),
        parameters=started.parameters if started else 0,
        chance=started.majority_share if started else 0.0,
        shares=evaluated[-1].by_distance if evaluated else (),
        curve=tuple((event.step, event.accuracy) for event in evaluated),
    )
