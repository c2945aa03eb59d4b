"""A computing process of the cluster: its models behind four routes.

    POST /answer   a call as JSON; returns its answer
    POST /load     the id of a model to load
    POST /memory   returns the models in memory of all replicas
    POST /unload   the id of a model, or nothing for all: every replica unloads it, unless it is in use

Every response is a pickle (wire.py); a BertplayError is a response too.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bertplay.errors import BertplayError
from bertplay.model_service.base import ModelMemory, ModelService, combined
from bertplay.model_service.wire import BUILD_HEADER, answer_to_bytes, call_from_bytes, check_build

R = TypeVar("R")

MAX_AT_ONCE = 64
"""Questions that a replica answers at the same time: those of a moment share their forward passes."""
MAX_WAITING = 256
"""Questions that wait before a server says that there are too many."""
Hold = Callable[[str], Awaitable[object]]
Broadcast = Callable[..., Awaitable[list[Any]]]


class Replica:
    """Answers with the models of its process.

    hold        called with the id of a model before it is used: tells a router that the model is loaded here
    broadcast   calls a method on every replica and returns their results
    """

    def __init__(self, models: ModelService, hold: Hold, broadcast: Broadcast) -> None:
        self.models, self._hold, self._broadcast = models, hold, broadcast
        self._threads = ThreadPoolExecutor(MAX_AT_ONCE, thread_name_prefix="answer")
        self._paths: dict[str, Callable[[bytes], Awaitable[object]]] = {
            "/answer": self._answer,
            "/load": self._load,
            "/memory": self._all_memory,
            "/unload": self._unload_everywhere,
        }

    async def __call__(self, request: Request) -> Response:
        """Handle a request."""
        path = self._paths.get(request.url.path)
        if path is None or request.method != "POST":
            return PlainTextResponse("not found", 404)
        try:
            check_build(request.headers.get(BUILD_HEADER, ""))
            answer = await path(await request.body())
        except BertplayError as error:
            answer = error
        return Response(answer_to_bytes(answer), media_type="application/octet-stream")

    def memory(self) -> ModelMemory:
        """The models in memory of this replica."""
        return self.models.memory()

    def unload(self, model_id: str) -> tuple[str, ...]:
        """Unload a model, or all, from this replica."""
        return self.models.unload(model_id)

    async def _answer(self, content: bytes) -> object:
        call = call_from_bytes(content)
        for model_id in call.models_to_load[:1]:
            await self._hold(model_id)
        return await self._in_thread(lambda: self.models.answer(call))

    async def _load(self, content: bytes) -> None:
        model_id = content.decode()
        await self._in_thread(lambda: self.models.load(model_id))
        await self._hold(model_id)

    async def _all_memory(self, _: bytes) -> ModelMemory:
        return combined(await self._broadcast("memory"))

    async def _unload_everywhere(self, content: bytes) -> tuple[str, ...]:
        dropped = await self._broadcast("unload", content.decode())
        return tuple(sorted({model_id for ids in dropped for model_id in ids}))

    async def _in_thread(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
