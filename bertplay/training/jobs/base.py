"""What all jobs share: their callbacks, and the checks of their settings."""

from collections.abc import Callable, Sequence
from functools import reduce
from math import isfinite

from bertplay.errors import BadInput
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.training_events import TrainEvent
from bertplay.training.events import Command

Report = Callable[[TrainEvent], None]
Commands = Callable[[], Command]

MAX_PROBES = 12
MAX_PROBE_CHARACTERS = 500


def ignore(event: TrainEvent) -> None:
    """Report nothing."""


def keep_going() -> Command:
    """Train to the end."""
    return Command.CONTINUE


def check_range(what: str, number: float, lowest: float, highest: float) -> None:
    """BadInput unless lowest <= number <= highest."""
    if not isinstance(number, int | float) or not isfinite(number) or not lowest <= number <= highest:
        raise BadInput(
            lazy("{what} is out of range.", what=lazy(what)),
            value=number,
            remedy=lazy("Choose one from {lowest:,} to {highest:,}.", lowest=lowest, highest=highest),
        )


def check_seed(seed: int) -> None:
    """BadInput unless it is a valid seed of the random number generators."""
    check_range(N_("The seed"), seed, 0, 2**31 - 1)


def check_seconds(seconds: float) -> None:
    """BadInput unless it is a time budget short enough for a lesson."""
    check_range(N_("The number of seconds"), seconds, 1, 600)


def check_probes(sentences: Sequence[str]) -> None:
    """BadInput for too many sentences of the reader's own, or too long ones."""
    check_range(N_("The number of your sentences"), len(sentences), 0, MAX_PROBES)
    check_range(N_("The length of one of your sentences"), max(map(len, sentences), default=0), 0, MAX_PROBE_CHARACTERS)


def listed(parts: Sequence[LazyString | str]) -> LazyString | str:
    """Parts of a name, with commas between them."""
    return reduce(lambda before, part: lazy("{before}, {part}", before=before, part=part), parts)
