"""Who waits in a room for the teacher, and the one look at the store that is made for all of them."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bertplay.errors import BertplayError
from bertplay.rooms.reading import Standing
from bertplay.ui.redraw import Part

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_OF_A_WAIT = 120.0
"""Who was not drawn for so long has gone. A browser that hides a tab lets its timers run once a minute."""
LOOKS_A_SECOND, FEWEST_SECONDS = 20, 4.0
"""Pupils look by themselves, too, should the server have missed one: all together so often, and none more often than this."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """A pupil's page that waits.

    step     the question, "" for none yet
    asked    the question that the teacher asked when this was drawn
    look     what is drawn anew when the teacher asks another question
    page     what is drawn anew when the answer to this one is revealed
    """

    room: str
    step: str
    asked: str
    look: Part
    page: Part
    since: float = field(default_factory=time.monotonic)

    def outdated(self, standing: Standing) -> Part | None:
        """What has to be drawn anew."""
        if self.step in standing.revealed:
            return self.page
        return self.look if standing.asked != self.asked else None


class Waiting:
    """Looks at the rooms in which somebody waits, and has drawn anew what is outdated.

    look   how a room stands
    draw   begins to draw parts of pages
    """

    def __init__(self, look: Callable[[str], Standing], draw: Callable[[Sequence[Part]], None]) -> None:
        self._look, self._draw = look, draw
        self._lock, self._somebody = threading.Lock(), threading.Event()
        self._waiters: dict[Part, Waiter] = {}
        self._new: set[Part] = set()
        self._seen: dict[str, Standing] = {}

    def start(self) -> None:
        """Look from now on, in a thread of its own."""
        threading.Thread(target=self._keep_looking, name="bertplay-room", daemon=True).start()

    def wait(self, waiter: Waiter) -> None:
        """Wait from now on; what is outdated already is noticed as well."""
        with self._lock:
            self._waiters[waiter.look] = waiter
            self._new.add(waiter.look)
            self._somebody.set()

    def seconds(self, room: str) -> float:
        """How often a page of this room looks by itself, which depends on how many do."""
        with self._lock:
            pupils = len({waiter.look.session for waiter in self._waiters.values() if waiter.room == room})
        return max(FEWEST_SECONDS, pupils / LOOKS_A_SECOND)

    def look_once(self) -> None:
        """Have drawn what is outdated, each part once."""
        waiters, new = self._still_here()
        try:
            now = {room: self._look(room) for room in {waiter.room for waiter in waiters}}
        except BertplayError:
            with self._lock:
                self._new |= new
            raise
        concerned = {room for room, standing in now.items() if standing != self._seen.get(room)}
        self._seen = now
        outdated: dict[Part, Waiter] = {}
        for waiter in waiters:
            if waiter.room in concerned or waiter.look in new:
                part = waiter.outdated(now[waiter.room])
                if part is not None:
                    outdated[part] = waiter
        self._forget(outdated.values())
        if outdated:
            self._draw(tuple(outdated))

    def _still_here(self) -> tuple[Sequence[Waiter], set[Part]]:
        """Who waits, and who of them is new since the last look."""
        with self._lock:
            new, self._new = self._new, set()
            gone = time.monotonic() - SECONDS_OF_A_WAIT
            self._waiters = {part: waiter for part, waiter in self._waiters.items() if waiter.since > gone}
            if not self._waiters:
                self._somebody.clear()
            return tuple(self._waiters.values()), new

    def _forget(self, waiters: Iterable[Waiter]) -> None:
        """These wait no more; whoever was drawn meanwhile waits for something else."""
        with self._lock:
            for waiter in waiters:
                if self._waiters.get(waiter.look) is waiter:
                    del self._waiters[waiter.look]

    def _keep_looking(self) -> None:
        while True:
            self._somebody.wait()
            time.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                self.look_once()
            except BertplayError as error:  # the pages say so themselves
                logger.warning("%s", error)
            except Exception:  # this thread serves every room: one page that cannot be drawn must not end it
                logger.exception("a class could not be told; its pages look by themselves")
