"""What runs will cost before they start, as far as it is known; what is not is measured by the worker that waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from bertplay.models.catalog import catalog
from bertplay.runs.desk import Desk
from bertplay.runs.measured import key_of, measured_of
from bertplay.runs.state import MOVING
from bertplay.settings import Settings
from bertplay.training.config import FineTuneConfig
from bertplay.training.pace import Measured


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of one run or of several, one after the other.

    seconds        of all; None when one of them is not known
    memory_bytes   of the one that takes most; None likewise
    is_measuring   it will be known soon
    is_busy        it is not measured now: another run trains or waits, and steps beside it are slower
    problem        why it cannot be measured, in words; "" when it can
    """

    seconds: float | None = None
    memory_bytes: int | None = None
    is_measuring: bool = False
    is_busy: bool = False
    problem: str = ""


def forecast(desk: Desk, configs: Sequence[FineTuneConfig]) -> Forecast:
    """What is known of these runs; what is not is measured from now on, when nothing else trains."""
    ready = desk.keeper.ready
    is_warm = ready.warm()
    kinds = {key_of(config, desk.settings): config for config in configs}
    found = {key: measured_of(desk.settings, key) for key in kinds}
    known = [one for one in found.values() if isinstance(one, Measured)]
    seconds = [desk.estimate(config) for config in configs]
    told = [second for second in seconds if second is not None]
    missing = [config for key, config in kinds.items() if found[key] is None and is_here(config.model, desk.settings)]
    is_busy = bool(missing) and bool(desk.store.rows(MOVING))
    if is_busy:
        ready.forget()
    return Forecast(
        seconds=sum(told) if len(told) == len(seconds) else None,
        memory_bytes=max(one.memory_bytes for one in known) if len(known) == len(kinds) else None,
        is_measuring=is_warm and not is_busy and any([ready.measure(config) for config in missing]),
        is_busy=is_warm and is_busy,
        problem=next((one for one in found.values() if isinstance(one, str)), ""),
    )


def is_here(model_id: str, settings: Settings) -> bool:
    """Whether a model is on this machine: nothing is downloaded to measure it."""
    return any(entry.id == model_id and entry.is_here for entry in catalog(settings))
