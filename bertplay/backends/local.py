"""LocalBackend: tasks run in this process, on the models of its cache."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from bertplay.errors import ModelLoadFailed
from bertplay.i18n import N_
from bertplay.models.cache import ModelCache
from bertplay.models.cache_entry import Card
from bertplay.models.catalog import find_model
from bertplay.models.progress import Progress, ignore_progress
from bertplay.models.spec import ModelSpec
from bertplay.settings import Settings, get_settings

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")


class LocalBackend:
    """The Backend of one process: every caller shares one cache.

    backend = LocalBackend(make_cache(get_settings()))
    backend.call("bert", predict_masked_words, "The capital of France is [MASK].", top_k=5)
    """

    def __init__(self, cache: "ModelCache[LoadedModel]") -> None:
        self.cache = cache

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `task(model, *args, **kwargs)`, loading the model first if necessary. Safe from any thread."""
        with self.cache.lease(model_id) as model:
            return task(model, *args, **kwargs)

    def lease(self, model_id: str, watch: Progress = ignore_progress) -> "AbstractContextManager[LoadedModel]":
        """Keep a model loaded for several calls; `watch` receives the progress of the load, in this thread."""
        return self.cache.lease(model_id, watch)


def load(spec: ModelSpec, progress: Progress) -> "LoadedModel":
    """models.loading.load_model, imported at the first load: torch takes seconds, and the first page is drawn without it."""
    progress(N_("starting PyTorch"))
    from bertplay.models.loading import load_model

    return load_model(spec, progress)


def make_cache(settings: Settings) -> "ModelCache[LoadedModel]":
    """An empty cache as configured; torch is not imported yet."""
    return ModelCache(load, find_model, settings.cache_mib << 20, card=lambda: card_in_use(settings.device))


def card_in_use(device: str) -> Card | None:
    """The GPU that models are on; None before the first is loaded, because finding out needs torch."""
    if "bertplay.models.loading" not in sys.modules:
        return None
    from bertplay.models.devices import card_of, choose_device

    try:
        return card_of(choose_device(device))
    except ModelLoadFailed:  # no such card: each load says so
        return None


@cache
def local_backend() -> LocalBackend:
    """The one backend of a program or a command, with the settings of this machine."""
    return LocalBackend(make_cache(get_settings()))
