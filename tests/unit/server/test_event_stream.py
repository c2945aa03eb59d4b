"""A stream of events ends with its browser, with its events, or with the server, and its generator is closed each time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bertplay.server.join.event_stream import EventStream


class Browser:
    """One end of a request: what it has received, and when it hangs up."""

    def __init__(self) -> None:
        self.received, self.gone = b"", asyncio.Event()
        self.has_ended, self.is_closed = False, False

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.received += message.get("body", b"")
        self.has_ended = message["type"] == "http.response.body" and not message.get("more_body")

    async def events(self, number: int) -> AsyncIterator[bytes]:
        """So many events; then nothing, for ever, unless there were three."""
        try:
            for one in range(number):
                yield b"data: %d\n\n" % one
            if number < 3:
                await asyncio.Event().wait()
        finally:
            self.is_closed = True

    def ask(self, number: int) -> asyncio.Task[None]:
        response = EventStream(self.events(number), media_type="text/event-stream")
        return asyncio.create_task(response({"type": "http"}, self.receive, self.send))  # type: ignore[arg-type]


def test_it_ends_quietly_when_the_browser_hangs_up() -> None:
    async def hang_up() -> Browser:
        browser = Browser()
        answering = browser.ask(1)
        await asyncio.sleep(0.01)
        assert not answering.done()
        browser.gone.set()
        await asyncio.wait_for(answering, 10)
        return browser

    browser = asyncio.run(hang_up())
    assert (browser.received, browser.has_ended, browser.is_closed) == (b"data: 0\n\n", False, True)


def test_it_ends_with_its_events_and_leaves_no_task() -> None:
    async def listen() -> Browser:
        browser = Browser()
        await asyncio.wait_for(browser.ask(3), 10)
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return browser

    browser = asyncio.run(listen())
    assert (browser.received.count(b"data"), browser.has_ended, browser.is_closed) == (3, True, True)


def test_a_server_that_stops_ends_it() -> None:
    async def stop() -> Browser:
        browser = Browser()
        answering = browser.ask(1)
        await asyncio.sleep(0.01)
        answering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answering
        return browser

    assert asyncio.run(stop()).is_closed
