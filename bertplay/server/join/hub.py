"""Sends questions and revealed answers to every connected student: server-sent events, with one query for all.

The teacher may be connected to another process. So while students are connected, the version of the store is polled twenty times a
second: a single number, SQLite's `PRAGMA data_version` or a count of notifications from Postgres. All students get the same bytes,
made once per language. Each event holds everything the page shows, so that a browser that was offline catches up with one event.
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

SECONDS_BETWEEN_POLLS = 0.05
SECONDS_BETWEEN_BEATS = 15.0
"""How often a keep-alive is sent: proxies close a connection that is silent for a minute."""
SECONDS_BETWEEN_COUNTS, SECONDS_BETWEEN_REPORTS = 1.0, 10.0
"""How soon the teacher sees that students joined or left, and how often this server reports their number even when it has not changed."""

MAX_PAGES = 50
"""The limit of open pages for one browser, or for all browsers of a network address that refuse the cookie: they cannot answer."""


@dataclass(slots=True)
class ConnectedClass:
    """A class with students connected to this server, and what they see.

    students   how many pages each student has open
    changed    set when there is something new to see, and then replaced by a new event
    """

    shown: QuestionCounts | None = None
    is_closed: bool = False
    students: Counter[str] = field(default_factory=Counter)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    events: dict[str, bytes] = field(default_factory=dict)

    def event(self, language: str) -> bytes:
        """What the page shows now, as an event."""
        if language not in self.events:
            self.events[language] = as_event("question", question_json(self.shown, language))
        return self.events[language]

    def change(self) -> None:
        """Wake all listening streams."""
        self.events.clear()
        self.changed.set()
        self.changed = asyncio.Event()


class ClassHub:
    """The classes with students connected to this server."""

    def __init__(self, store: ClassroomStore) -> None:
        self._store = store
        self._classes: dict[str, ConnectedClass] = {}
        self._reported: dict[str, int] = {}
        self._is_stopping, self._has_students = False, asyncio.Event()
        self._name, self._next_count, self._next_report = secrets.token_hex(8), 0.0, 0.0

    async def events(self, code: str, student: str, language: str) -> AsyncIterator[bytes]:
        """The events of one page: what it shows, at once and after every change."""
        connected = await self._join(code, student)
        try:
            event, before = b"", b"retry: 1000\n\n"
            while not self._is_stopping and not connected.is_closed:
                changed, now = connected.changed, connected.event(language)
                if now != event:
                    event = now
                    yield before + event  # the first two together: each yield is another iteration of the event loop for every student
                    before = b""
                try:
                    async with asyncio.timeout(SECONDS_BETWEEN_BEATS):
                        await changed.wait()
                except TimeoutError:
                    yield as_event("beat", "0")
            if connected.is_closed:
                yield as_event("closed", "0")
        finally:
            self._leave(code, student)

    def is_full(self, code: str, student: str) -> bool:
        """Whether this student has as many pages of the class open as one may have."""
        connected = self._classes.get(code)
        return connected is not None and connected.students[student] >= MAX_PAGES

    async def run(self) -> None:
        """Poll the store until cancelled."""
        while True:
            await self._has_students.wait()
            await asyncio.sleep(SECONDS_BETWEEN_POLLS)
            try:
                await self._refresh()
                await self._report_presence()
            except BertplayError as error:
                logger.warning("%s", error)
                await asyncio.sleep(1.0)
            except Exception:
                logger.exception("the question of a class could not be sent to its students")
                await asyncio.sleep(1.0)

    def stop(self) -> None:
        """End all event streams: the server waits for them before it stops."""
        self._is_stopping = True
        for connected in self._classes.values():
            connected.change()

    async def _join(self, code: str, student: str) -> ConnectedClass:
        connected = self._classes.get(code)
        if connected is None:
            shown = await asyncio.to_thread(self._store.for_students, code)
            connected = self._classes.setdefault(code, ConnectedClass(shown))
        connected.students[student] += 1
        self._has_students.set()
        return connected

    def _leave(self, code: str, student: str) -> None:
        students = self._classes[code].students
        students[student] -= 1
        if not students[student]:
            del students[student]

    async def _refresh(self) -> None:
        """Read what each class sees now, and wake the streams of those where it has changed."""
        found = await asyncio.to_thread(self._read, list(self._classes))
        for code, shown in found.items():
            connected = self._classes[code]
            if isinstance(shown, UnknownClassroom):
                connected.is_closed = True
                connected.change()
            elif shown != connected.shown:
                connected.shown = shown
                connected.change()

    def _read(self, codes: list[str]) -> dict[str, QuestionCounts | UnknownClassroom | None]:
        found: dict[str, QuestionCounts | UnknownClassroom | None] = {}
        for code in codes:
            try:
                found[code] = self._store.for_students(code)
            except UnknownClassroom as error:
                found[code] = error
        return found

    async def _report_presence(self) -> None:
        """Store how many students are connected, when that has changed and at regular intervals; then forget classes without students."""
        now = time.monotonic()
        counts = {code: len(connected.students) for code, connected in self._classes.items()}
        if now < (self._next_count if counts != self._reported else self._next_report):
            return
        await asyncio.to_thread(self._store.set_present, self._name, counts)
        self._reported, self._next_count, self._next_report = counts, now + SECONDS_BETWEEN_COUNTS, now + SECONDS_BETWEEN_REPORTS
        self._classes = {code: connected for code, connected in self._classes.items() if connected.students or counts.get(code, 1)}
        if not self._classes:
            self._has_students.clear()


def as_event(name: str, data: str) -> bytes:
    """A server-sent event; data is a single line."""
    return f"event: {name}\ndata: {data}\n\n".encode()
