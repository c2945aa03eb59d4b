"""The models of a Ray cluster, over HTTP: this side needs neither torch nor Ray."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, TypeVar

from bertplay.calls import Call
from bertplay.errors import BertplayError, ClusterUnavailable, TooManyQuestions
from bertplay.i18n import N_, lazy
from bertplay.model_service.base import ModelMemory, is_ready_in
from bertplay.model_service.wire import BUILD_HEADER, MODEL_HEADER, answer_from_bytes, build, call_to_bytes
from bertplay.models.progress import Progress, ignore_progress

if TYPE_CHECKING:
    from httpx2 import Response

R = TypeVar("R")

TOO_MANY = 429
SECONDS_TO_CONNECT = 5.0
SECONDS_OF_AN_ANSWER = 600.0
PAUSES = (0.2, 1.0, 3.0)
"""A replica that ends takes its answers with it: a question changes nothing, so it is asked again, of another one."""
MEMORY_CACHE_SECONDS = 0.5
"""How long the list of loaded models is cached, because every page asks for it."""
MAX_LOADS = 8


class RemoteModels:
    """A ModelService without models of its own; `address` is that of Ray Serve, "http://head:8000"."""

    def __init__(self, address: str) -> None:
        import httpx2

        self.address = address
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=64)
        timeout = httpx2.Timeout(SECONDS_OF_AN_ANSWER, connect=SECONDS_TO_CONNECT)
        self._http = httpx2.Client(base_url=address, limits=limits, timeout=timeout, headers={BUILD_HEADER: build()})
        self._broken = httpx2.TransportError
        self._loads = ThreadPoolExecutor(MAX_LOADS, thread_name_prefix="remote-load")
        self._lock = threading.Lock()
        self._memory: tuple[float, ModelMemory] | None = None

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def answer(self, call: Call[R], /) -> R:
        found: R = self._ask("/answer", call_to_bytes(call), next(iter(call.models_to_load), ""))
        return found

    def is_ready(self, model_id: str, /) -> bool:
        try:
            return is_ready_in(self.memory(), model_id)
        except ClusterUnavailable:
            return False

    def load(self, model_id: str, watch: Progress = ignore_progress, /) -> None:
        loading: Future[None] = self._loads.submit(self._ask, "/load", model_id.encode(), model_id)
        while not wait([loading], MEMORY_CACHE_SECONDS).done:
            for entry in self.memory().entries:
                if entry.id == model_id and entry.state == "loading":
                    watch(entry.step, entry.share)
        self._memory = None
        loading.result()

    def memory(self) -> ModelMemory:
        with self._lock:
            if self._memory is None or time.monotonic() - self._memory[0] > MEMORY_CACHE_SECONDS:
                self._memory = time.monotonic(), self._ask("/memory")
            return self._memory[1]

    def unload(self, model_id: str = "", /) -> tuple[str, ...]:
        dropped: tuple[str, ...] = self._ask("/unload", model_id.encode())
        self._memory = None
        return dropped

    def _ask(self, path: str, content: bytes = b"", model_id: str = "") -> Any:
        """The cluster's answer; raises the BertplayError that it sent, or ClusterUnavailable."""
        response = self._post(path, content, model_id)
        if response.status_code == TOO_MANY:
            problem = N_("Too many questions are waiting for an answer right now.")
            raise TooManyQuestions(problem, remedy=N_("Try again in a moment."))
        if not response.is_success:
            raise self._no_answer(lazy("it answered {status}", status=response.status_code))
        found = answer_from_bytes(response.content)
        if isinstance(found, BertplayError):
            raise found
        return found

    def _post(self, path: str, content: bytes, model_id: str) -> "Response":
        """The response; server errors and broken connections are retried."""
        headers = {MODEL_HEADER: model_id} if model_id else {}
        for pause in (*PAUSES, None):
            try:
                response = self._http.post(path, content=content, headers=headers)
                if response.status_code < 500 or pause is None:
                    return response
            except self._broken as error:
                if pause is None:
                    raise self._no_answer(type(error).__name__) from error
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _no_answer(self, reason: str) -> ClusterUnavailable:
        problem = lazy("The machines that run the models do not answer: {reason}.", reason=reason)
        return ClusterUnavailable(
            problem, value=self.address, remedy=N_("Try again in a minute; whoever runs this server can check the cluster.")
        )
