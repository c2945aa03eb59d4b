"""The models of this process, and the same behind two replicas: the tiny BERT alone."""

from collections.abc import Iterator

import pytest

from bertplay.backends.local import LocalBackend
from bertplay.model_service.local import LocalModels
from bertplay.model_service.remote import RemoteModels
from bertplay.models.cache import ModelCache
from bertplay.models.loaded import LoadedModel
from bertplay.models.progress import Progress
from bertplay.models.spec import ModelSpec
from bertplay.settings import Settings
from tests.replicas import Server, serving


def tiny_models(tiny_model: LoadedModel) -> LocalModels:
    """The models of a process that has the tiny BERT under every id."""

    def load(_spec: ModelSpec, progress: Progress) -> LoadedModel:
        progress("reading the weights", 0.5)
        return tiny_model

    models = LocalModels(Settings())
    models.backend = models.shared._backend = LocalBackend(ModelCache(load, lambda _: tiny_model.spec, 1 << 30))  # type: ignore[assignment]
    return models


@pytest.fixture
def local(tiny_model: LoadedModel) -> LocalModels:
    return tiny_models(tiny_model)


@pytest.fixture
def server(tiny_model: LoadedModel) -> Iterator[Server]:
    with serving([tiny_models(tiny_model), tiny_models(tiny_model)]) as server:
        yield server


@pytest.fixture
def remote(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteModels]:
    monkeypatch.setattr("bertplay.model_service.remote.PAUSES", (0.01, 0.01, 0.01))
    models = RemoteModels(server.address)
    yield models
    models.close()
