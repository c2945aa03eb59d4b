"""Students of a class without browsers: each opens the page, listens to its events and sends answers, as its script does."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 300.0


class Student:
    """One student. `shown` is the question that the page would show; every event wakes whoever waits for one."""

    def __init__(self, url: str, code: str) -> None:
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 80
        self._code, self._cookie = code, ""
        self.shown: dict[str, Any] | None = None
        self._came = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Open the page and its events; ends when the page has something to show."""
        _, head, _ = await self._request("GET", f"/join/{self._code}")
        self._cookie = next(line.split(": ", 1)[1].split(";")[0] for line in head.splitlines() if line.lower().startswith("set-cookie"))
        self._listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._came.wait(), PATIENCE)

    async def wait_for(self, is_shown: Callable[[dict[str, Any]], bool]) -> float:
        """When the page shows this, on the clock of `time.perf_counter`."""
        async with asyncio.timeout(PATIENCE):
            while self.shown is None or not is_shown(self.shown):
                self._came.clear()
                await self._came.wait()
        return time.perf_counter()

    async def answer(self, word: str) -> float:
        """Send a word; seconds until the server says that it is counted."""
        assert self.shown is not None
        started = time.perf_counter()
        body = json.dumps({"question": self.shown["id"], "boxes": [word]}).encode()
        status, _, answer = await self._request("POST", f"/join/{self._code}/answers", body)
        assert (status, json.loads(answer)) == (200, {"boxes": [word]}), answer
        return time.perf_counter() - started

    async def close(self) -> None:
        """Close the page."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _request(self, method: str, path: str, body: bytes = b"") -> tuple[int, str, bytes]:
        """One request on a connection of its own: status, headers, body."""
        reader, writer = await self._connect(method, path, body)
        head, _, answer = (await asyncio.wait_for(reader.read(), PATIENCE)).partition(b"\r\n\r\n")
        writer.close()
        return int(head.split()[1]), head.decode(), answer

    async def _connect(self, method: str, path: str, body: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(self._host, self._port), PATIENCE)
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nCookie: {self._cookie}\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Content-Type: application/json\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        return reader, writer

    async def _listen(self) -> None:
        reader, writer = await self._connect("GET", f"/join/{self._code}/events")
        try:
            while line := await reader.readline():
                if line.startswith(b"data: ") and not line.startswith(b"data: 0"):
                    self.shown = json.loads(line[6:])
                    self._came.set()
        finally:
            writer.close()
