"""The response that streams events until the browser disconnects."""

import asyncio

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class EventStream(StreamingResponse):
    """A StreamingResponse without its task group, which costs more than the rest of joining a class."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = asyncio.current_task()
        listening = asyncio.create_task(until_hung_up(receive))
        listening.add_done_callback(lambda done: None if done.cancelled() or sending is None else sending.cancel())
        try:
            await self.stream_response(send)
        except asyncio.CancelledError:
            if sending is None or not listening.done() or listening.cancelled():
                raise
            sending.uncancel()
        finally:
            listening.cancel()


async def until_hung_up(receive: Receive) -> None:
    """Return when the browser has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass
