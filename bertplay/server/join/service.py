"""What the students' page needs while the server runs: opened for the first student, closed with the server."""

import asyncio
from contextlib import suppress

from bertplay.classroom.store import ClassroomStore
from bertplay.server.join.answers import AnswerWriter
from bertplay.server.join.hub import ClassHub
from bertplay.server.join.student import Students
from bertplay.settings import get_settings


class JoinService:
    """The store as the students of this server use it, and the tasks that poll it and write to it."""

    def __init__(self, store: ClassroomStore, secret: bytes) -> None:
        self.store = store
        self.students = Students(secret, get_settings().joins_per_minute)
        self.hub, self.writer = ClassHub(store), AnswerWriter(store.answer)
        self._tasks = [asyncio.create_task(self.hub.run()), asyncio.create_task(self.writer.run())]

    async def close(self) -> None:
        """Stop the tasks and close the store."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self.store.close()


class Opened:
    """The service of this process, opened on first use."""

    def __init__(self) -> None:
        self._service: JoinService | None = None
        self._opening = asyncio.Lock()

    async def get(self) -> JoinService:
        """The service. StoreUnavailable when the store cannot be used."""
        if self._service is None:
            async with self._opening:
                if self._service is None:
                    store = await asyncio.to_thread(lambda: ClassroomStore(get_settings()))
                    self._service = JoinService(store, await asyncio.to_thread(store.secret))
        return self._service

    def stop_events(self) -> None:
        """End all streams of events: the server would wait for them."""
        if self._service is not None:
            self._service.hub.stop()

    async def close(self) -> None:
        """Close the service if it was opened."""
        if self._service is not None:
            await self._service.close()
            self._service = None


join_service = Opened()
