"""Students of a class without browsers: each opens the page, listens to its events and sends answers, as its script does."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 300.0


class Student:
    """One student. `shown` is the question that the page would show; every event wakes what waits for one."""

    def __init__(self, url: str, code: str) -> None:
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 80
        self._code, self._cookie = code, ""
        self.shown: dict[str, Any] | None = None
        self._came = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Open the page and its events; ends when the page has something to show."""
        reader, writer = await self._connect()
        await self._send(writer, "GET", f"/join/{self._code}", keep=True)
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode()
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in head.splitlines()[1:] if line)}
        await reader.readexactly(int(fields["content-length"]))
        self._cookie = fields["set-cookie"].split(";")[0]
        self._listening = asyncio.create_task(self._listen(reader, writer))
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
        reader, writer = await self._connect()
        await self._send(writer, "POST", f"/join/{self._code}/answers", body)
        head, _, answer = (await asyncio.wait_for(reader.read(), PATIENCE)).partition(b"\r\n\r\n")
        writer.close()
        assert (head.split()[1], json.loads(answer)) == (b"200", {"boxes": [word]}), answer
        return time.perf_counter() - started

    async def close(self) -> None:
        """Close the page."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.wait_for(asyncio.open_connection(self._host, self._port), PATIENCE)

    async def _send(self, writer: asyncio.StreamWriter, method: str, path: str, body: bytes = b"", *, keep: bool = False) -> None:
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nCookie: {self._cookie}\r\nContent-Length: {len(body)}\r\n"
        connection = "keep-alive" if keep else "close"
        writer.write(f"{head}Content-Type: application/json\r\nConnection: {connection}\r\n\r\n".encode() + body)
        await writer.drain()

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The events, on the connection that brought the page, as in a browser."""
        await self._send(writer, "GET", f"/join/{self._code}/events")
        try:
            while line := await reader.readline():
                if line.startswith(b"data: ") and not line.startswith(b"data: 0"):
                    self.shown = json.loads(line[6:])
                    self._came.set()
        finally:
            writer.close()
