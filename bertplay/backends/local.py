"""LocalBackend: tasks run in this process, on the models of its cache."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from bertplay.models.cache import ModelCache
from bertplay.models.catalog import find_model
from bertplay.models.downloads import Downloads
from bertplay.models.progress import Progress, silent
from bertplay.models.spec import ModelSpec
from bertplay.settings import Settings, get_settings
from bertplay.wording import mark

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")


class LocalBackend:
    """The Backend of one process: every caller shares one cache.

    backend = LocalBackend(make_cache(get_settings()))
    backend.call("bert", guess_masked_words, "The capital of France is [MASK].", top_k=5)
    """

    def __init__(self, cache: "ModelCache[LoadedModel]", settings: Settings | None = None) -> None:
        self.cache = cache
        self.downloads = Downloads(settings or get_settings())

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `task(model, *args, **kwargs)`, loading the model first when need be. Safe from any thread."""
        with self.cache.lease(model_id) as model:
            return task(model, *args, **kwargs)

    def lease(self, model_id: str, watch: Progress = silent) -> "AbstractContextManager[LoadedModel]":
        """Hold a model for several calls, or watch it load: `watch` is told, in this thread, what the load is doing."""
        return self.cache.lease(model_id, watch)


def load(spec: ModelSpec, progress: Progress) -> "LoadedModel":
    """models.loading.load_model, imported at the first load: torch takes seconds, and the first page is drawn without it."""
    progress(mark("starting PyTorch"))
    from bertplay.models.loading import load_model

    return load_model(spec, progress)


def make_cache(settings: Settings) -> "ModelCache[LoadedModel]":
    """The cache that the settings ask for; empty, and still without torch."""
    return ModelCache(load, find_model, settings.cache_mib << 20)
