"""Replicas behind HTTP, without Ray: calls and results travel over a socket."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bertplay.model_service.base import ModelService
from bertplay.model_service.replica import Replica


@dataclass
class Server:
    """Answers with its first replica; before that, with the statuses that a test has set, one a request. held: what was announced."""

    replicas: Sequence[Replica] = ()
    statuses: list[int] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    address: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = PlainTextResponse("", self.statuses.pop(0)) if self.statuses else await self.replicas[0](Request(scope, receive))
        await answer(scope, receive, send)

    async def hold(self, model_id: str) -> None:
        self.held.append(model_id)

    async def broadcast(self, method: str, *arguments: Any) -> list[Any]:
        return [getattr(replica, method)(*arguments) for replica in self.replicas]


@contextmanager
def serving(models: Sequence[ModelService]) -> Iterator[Server]:
    """A replica for each of these; the first one is asked."""
    server = Server()
    server.replicas = [Replica(one, server.hold, server.broadcast) for one in models]
    listening = uvicorn.Server(uvicorn.Config(server, port=0, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(listening.serve()), daemon=True)
    thread.start()
    while not listening.started:
        assert thread.is_alive()
    [socket] = listening.servers[0].sockets
    server.address = f"http://127.0.0.1:{socket.getsockname()[1]}"
    yield server
    listening.should_exit = True
    thread.join()
