"""Limits the places of each network address: a visitor who takes a new identity for every run still has the same address.

They are kept only in memory, until a run is over: no address is stored, and a restarted server counts from zero.
"""

from collections.abc import Iterable

from bertplay.errors import NotPossibleNow
from bertplay.i18n import N_, lazy


class Addresses:
    """The places of each address: a run, or an experiment, by its id.

    addresses.take("192.0.2.7", "k3m9xw2a", moving)     raises NotPossibleNow when `most` of them are moving already
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: dict[str, set[str]] = {}

    def take(self, address: str, place: str, moving: Iterable[str]) -> None:
        """Count a place; `moving` are those that are queued, running or paused. Nothing is counted for the machine itself, address ""."""
        still = set(moving)
        self._places = {one: left for one, places in self._places.items() if (left := places & still)}
        held = self._places.get(address, set()) | {place}
        if len(held) > self._most:
            problem = lazy("From your network {most:,} runs are queued, running or paused, which is the maximum.", most=self._most)
            raise NotPossibleNow(problem, remedy=N_("Try again when some have finished."))
        if address:
            self._places[address] = held
