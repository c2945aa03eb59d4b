"""What is asked and revealed, to every student who is connected: server-sent events, and one query for all.

The teacher may be at another process, so the version of the store is looked at twenty times a second, and only while somebody listens:
one number, of SQLite's (`PRAGMA data_version`) or of the messages that Postgres has sent. Everybody gets the same bytes, made once for
a language. An event has the whole of what a page shows, so that a browser that was away needs nothing else.
"""

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bertplay.classroom.store import ClassroomStore
from bertplay.errors import BertplayError, UnknownClassroom
from bertplay.results.classroom import QuestionCounts
from bertplay.server.join.shown import question_json

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.05
SECONDS_BETWEEN_BEATS = 15.0
"""So often a page hears that the connection lives; proxies cut one that is silent for a minute."""
SECONDS_BETWEEN_COUNTS, SECONDS_BETWEEN_SIGNS = 1.0, 10.0
"""How soon a teacher sees who has come or gone; and how often this server says that it is still there."""


@dataclass(slots=True)
class Room:
    """One class as this server knows it: who listens, and what they see.

    students   how many pages each has open
    changed    is set when there is something new to see, and is another one afterwards
    """

    shown: QuestionCounts | None = None
    is_closed: bool = False
    students: Counter[str] = field(default_factory=Counter)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    events: dict[str, bytes] = field(default_factory=dict)

    def event(self, language: str) -> bytes:
        """What is shown now, as an event."""
        if language not in self.events:
            self.events[language] = as_event("question", question_json(self.shown, language))
        return self.events[language]

    def change(self) -> None:
        """Wake everybody who listens."""
        self.events.clear()
        self.changed.set()
        self.changed = asyncio.Event()


class ClassHub:
    """The classes that students of this server listen to."""

    def __init__(self, store: ClassroomStore) -> None:
        self._store = store
        self._rooms: dict[str, Room] = {}
        self._here: dict[str, int] = {}
        self._is_stopping, self._is_awaited = False, asyncio.Event()
        self._name, self._next_count, self._next_sign = secrets.token_hex(8), 0.0, 0.0

    @property
    def listeners(self) -> int:
        """Open pages of students, of all classes."""
        return sum(room.students.total() for room in self._rooms.values())

    async def events(self, code: str, student: str, language: str) -> AsyncIterator[bytes]:
        """The events of one page: what is shown, at once and at every change."""
        room = await self._enter(code, student)
        try:
            event, before = b"", b"retry: 1000\n\n"
            while not self._is_stopping and not room.is_closed:
                changed, now = room.changed, room.event(language)
                if now != event:
                    event = now
                    yield before + event  # the first in one piece: each piece is another turn of the loop for every student
                    before = b""
                try:
                    async with asyncio.timeout(SECONDS_BETWEEN_BEATS):
                        await changed.wait()
                except TimeoutError:
                    yield as_event("beat", "0")
            if room.is_closed:
                yield as_event("closed", "0")
        finally:
            self._leave(code, student)

    async def run(self) -> None:
        """Look at the store from now on, until it is cancelled."""
        while True:
            await self._is_awaited.wait()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                await self._look()
                await self._say_who_is_here()
            except BertplayError as error:
                logger.warning("%s", error)
                await asyncio.sleep(1.0)
            except Exception:
                logger.exception("the students of a class could not be sent what is asked")
                await asyncio.sleep(1.0)

    def stop(self) -> None:
        """End all events: the server waits for them before it stops."""
        self._is_stopping = True
        for room in self._rooms.values():
            room.change()

    async def _enter(self, code: str, student: str) -> Room:
        room = self._rooms.get(code)
        if room is None:
            shown = await asyncio.to_thread(self._store.for_students, code)
            room = self._rooms.setdefault(code, Room(shown))
        room.students[student] += 1
        self._is_awaited.set()
        return room

    def _leave(self, code: str, student: str) -> None:
        room = self._rooms[code]
        room.students[student] -= 1
        if not room.students[student]:
            del room.students[student]

    async def _look(self) -> None:
        """Read what each class sees now, and wake those for whom it is new."""
        found = await asyncio.to_thread(self._read, list(self._rooms))
        for code, shown in found.items():
            room = self._rooms[code]
            if isinstance(shown, UnknownClassroom):
                room.is_closed = True
                room.change()
            elif shown != room.shown:
                room.shown = shown
                room.change()

    def _read(self, codes: list[str]) -> dict[str, QuestionCounts | UnknownClassroom | None]:
        found: dict[str, QuestionCounts | UnknownClassroom | None] = {}
        for code in codes:
            try:
                found[code] = self._store.for_students(code)
            except UnknownClassroom as error:
                found[code] = error
        return found

    async def _say_who_is_here(self) -> None:
        """Write down how many are connected, when that has changed, and now and then; classes without anybody are then forgotten."""
        now = time.monotonic()
        here = {code: len(room.students) for code, room in self._rooms.items()}
        if now < (self._next_count if here != self._here else self._next_sign):
            return
        await asyncio.to_thread(self._store.set_here, self._name, here)
        self._here, self._next_count, self._next_sign = here, now + SECONDS_BETWEEN_COUNTS, now + SECONDS_BETWEEN_SIGNS
        self._rooms = {code: room for code, room in self._rooms.items() if room.students or here.get(code, 1)}
        if not self._rooms:
            self._is_awaited.clear()


def as_event(name: str, data: str) -> bytes:
    """One event as it travels; data is one line."""
    return f"event: {name}\ndata: {data}\n\n".encode()
