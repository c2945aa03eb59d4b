"""The queue: which run is next, and when. Pure functions over rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bertplay.runs.state import RunState
from bertplay.runs.tables import RunRow


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a queued run.

    number    1 is next
    seconds   estimated time until it starts; None if a run ahead of it has never been measured
    """

    number: int
    seconds: float | None


def in_order(queued: Iterable[RunRow]) -> list[RunRow]:
    """First come, first served, but everyone's first run comes before anyone's second.

    a starts an experiment of sixteen runs, then b and c start one run each: a1 b1 c1 a2 a3 …
    """
    taken: Counter[str] = Counter()
    ranked = []
    for row in sorted(queued, key=lambda row: (row.queued_at, row.created, row.id)):
        owner = row.owner or row.experiment or row.id
        ranked.append((taken[owner], row))
        taken[owner] += 1
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]


def places_in_queue(rows: Sequence[RunRow], at_once: int = 1) -> dict[str, Place]:
    """The place of every queued run, by its id.

    Each of the `at_once` lanes takes the next run when its current one ends. A paused run occupies no lane.
    """
    lanes = [seconds_left(row) for row in rows if row.state == RunState.RUNNING]
    lanes += [0.0] * (at_once - len(lanes))
    found = {}
    for number, row in enumerate(in_order(row for row in rows if row.state == RunState.QUEUED), 1):
        lanes.sort(key=lambda seconds: float("inf") if seconds is None else seconds)
        starts = lanes[0]
        found[row.id] = Place(number, starts)
        lanes[0] = None if starts is None or row.estimate_seconds is None else starts + row.estimate_seconds
    return found


def seconds_left(row: RunRow) -> float | None:
    """The remaining seconds of a running run: as it reports, otherwise as estimated."""
    return row.seconds_left if row.seconds_left is not None else row.estimate_seconds
