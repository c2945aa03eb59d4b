"""The cluster as long as it responds, otherwise this process: a lesson then continues, only slower."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from bertplay.calls import Call
from bertplay.errors import ClusterUnavailable
from bertplay.model_service.base import ModelMemory, ModelService
from bertplay.models.progress import Progress, ignore_progress

logger = logging.getLogger(__name__)

R = TypeVar("R")

SECONDS_BEFORE_RETRY = 30.0


class WithFallback:
    """Uses the first service; for half a minute after it failed, the second one, which is created on first use."""

    def __init__(self, first: ModelService, make_second: Callable[[], ModelService]) -> None:
        self._first, self._make_second = first, make_second
        self._second: ModelService | None = None
        self._lock = threading.Lock()
        self._retry_at = 0.0

    def answer(self, call: Call[R], /) -> R:
        return self._ask(lambda service: service.answer(call))

    def is_ready(self, model_id: str, /) -> bool:
        return self._ask(lambda service: service.is_ready(model_id))

    def load(self, model_id: str, watch: Progress = ignore_progress, /) -> None:
        self._ask(lambda service: service.load(model_id, watch))

    def memory(self) -> ModelMemory:
        return self._ask(lambda service: service.memory())

    def unload(self, model_id: str = "", /) -> tuple[str, ...]:
        return self._ask(lambda service: service.unload(model_id))

    def _ask(self, question: Callable[[ModelService], R]) -> R:
        if time.monotonic() >= self._retry_at:
            try:
                return question(self._first)
            except ClusterUnavailable as error:
                logger.warning("%s This process computes meanwhile.", error)
                self._retry_at = time.monotonic() + SECONDS_BEFORE_RETRY
        with self._lock:
            self._second = self._second or self._make_second()
        return question(self._second)
