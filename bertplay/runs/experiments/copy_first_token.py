"""What the runs of "copy the first token" reported, as figures draw it."""

from collections.abc import Iterable

from bertplay.results.recurrence import FirstWord
from bertplay.results.training_events import Evaluated, Started, TrainEvent
from bertplay.runs.views import RunView
from bertplay.training.jobs import CopyFirstToken


def copy_first_token_result(run: RunView, events: Iterable[TrainEvent]) -> FirstWord:
    """One layer, as far as it is. ValueError for a run of another kind."""
    job = run.job
    if not isinstance(job, CopyFirstToken):
        raise ValueError(f"{run.id} trains something else")
    reported = list(events)
    started = next((event for event in reported if isinstance(event, Started)), None)
    evaluated = [event for event in reported if isinstance(event, Evaluated)]
    return FirstWord(
        layer=job.layer.value,
        longest=job.max_distance,
        steps=run.step,
        seconds=run.trained_seconds,
        parameters=started.parameters if started else 0,
        chance=started.majority_share if started else 0.0,
        shares=evaluated[-1].by_distance if evaluated else (),
        curve=tuple((event.step, event.accuracy) for event in evaluated),
    )
