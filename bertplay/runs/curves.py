"""The curves of a run of the store."""

from collections.abc import Iterable

from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import TrainEvent
from bertplay.runs.views import RunView
from bertplay.training.curves import curves_of as curves_of_job


def curves_of(run: RunView, events: Iterable[TrainEvent]) -> RunCurves:
    """What a run reported so far."""
    return curves_of_job(run.job, events, run.name)
