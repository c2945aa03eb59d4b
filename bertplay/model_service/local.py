"""The models of this process."""

from typing import TypeVar

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.backends.shared import SharedBackend
from bertplay.calls import Call
from bertplay.model_service.base import ModelMemory, is_ready_in
from bertplay.models.progress import Progress, ignore_progress
from bertplay.settings import Settings

R = TypeVar("R")


class LocalModels:
    """The ModelService of one process: one cache, and equal questions of the same moment answered once."""

    def __init__(self, settings: Settings) -> None:
        self.backend = LocalBackend(make_cache(settings))
        self.shared = SharedBackend(self.backend)

    def answer(self, call: Call[R], /) -> R:
        return call.run(self.shared)

    def is_ready(self, model_id: str, /) -> bool:
        return is_ready_in(self.memory(), model_id)

    def load(self, model_id: str, watch: Progress = ignore_progress, /) -> None:
        with self.backend.lease(model_id, watch):
            pass

    def memory(self) -> ModelMemory:
        cache = self.backend.cache
        return ModelMemory(cache.entries(), cache.bytes_held(), cache.budget_bytes, cache.card())

    def unload(self, model_id: str = "", /) -> tuple[str, ...]:
        cache = self.backend.cache
        if not model_id:
            return cache.unload_all()
        return (model_id,) if cache.unload(model_id) else ()
