"""What runs will cost before they start, as far as it is known; what is not is measured by the warm worker."""

from collections.abc import Sequence
from dataclasses import dataclass

from bertplay.models.catalog import catalog
from bertplay.runs.costs import key_of, load_cost
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import Settings
from bertplay.training.jobs import FineTune
from bertplay.training.pace import MeasuredCost


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of one run or of several, one after the other.

    seconds        of all; None when one of them is not known
    memory_bytes   of the one that takes most; None likewise
    is_measuring   it will be known soon
    is_busy        it is not measured now: another run is training or queued, and steps beside it would be slower
    problem        why it cannot be measured, in words; "" when it can
    """

    seconds: float | None = None
    memory_bytes: int | None = None
    is_measuring: bool = False
    is_busy: bool = False
    problem: str = ""


def forecast(service: RunService, jobs: Sequence[FineTune]) -> Forecast:
    """What is known of these runs; what is not is measured from now on, when nothing else trains."""
    worker = service.scheduler.launcher.warm_worker
    is_warm = worker.warm()
    classes = {key_of(job, service.settings): job for job in jobs}
    found = {key: load_cost(service.settings, key) for key in classes}
    costs = [one for one in found.values() if isinstance(one, MeasuredCost)]
    estimates = [service.estimate(job) for job in jobs]
    known = [seconds for seconds in estimates if seconds is not None]
    missing = [job for key, job in classes.items() if found[key] is None and is_available(job.model, service.settings)]
    is_busy = bool(missing) and bool(service.store.rows([RunState.QUEUED, RunState.RUNNING]))
    if is_busy:
        worker.forget()
    return Forecast(
        seconds=sum(known) if len(known) == len(estimates) else None,
        memory_bytes=max(one.memory_bytes for one in costs) if len(costs) == len(classes) else None,
        is_measuring=is_warm and not is_busy and any([worker.measure(job) for job in missing]),
        is_busy=is_warm and is_busy,
        problem=next((one for one in found.values() if isinstance(one, str)), ""),
    )


def is_available(model_id: str, settings: Settings) -> bool:
    """Whether a model is on this machine: nothing is downloaded to measure it."""
    return any(entry.id == model_id and entry.is_available for entry in catalog(settings))
