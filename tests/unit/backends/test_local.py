"""LocalBackend: tasks on leased models, from many threads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bertplay.backends.base import Backend
from bertplay.backends.local import LocalBackend, make_cache
from bertplay.errors import BadInput, UnknownModel
from bertplay.models.cache import ModelCache
from bertplay.models.loaded import LoadedModel
from bertplay.models.progress import Progress
from bertplay.models.spec import ModelSpec
from bertplay.settings import Settings
from bertplay.tasks.masked_word import predict_masked_words


@pytest.fixture
def backend(tiny_model: LoadedModel) -> LocalBackend:
    def load(spec: ModelSpec, progress: Progress) -> LoadedModel:
        return tiny_model

    return LocalBackend(ModelCache(load, lambda model_id: tiny_model.spec, 1 << 30))


def count_masks(model: LoadedModel, text: str, *, times: int = 1) -> int:
    return times * len(model.encode(text).masks)


def test_a_task_gets_the_model_and_its_arguments(backend: LocalBackend) -> None:
    seam: Backend = backend
    assert seam.call("tiny", count_masks, "the [MASK] and the [MASK]", times=3) == 6
    [entry] = backend.cache.entries()
    assert (entry.id, entry.leases, entry.hits) == ("tiny", 0, 1)


def test_a_failing_task_gives_its_lease_back(backend: LocalBackend) -> None:
    with pytest.raises(BadInput):
        backend.call("tiny", predict_masked_words, "no mask here")
    assert [entry.leases for entry in backend.cache.entries()] == [0]


def test_threads_get_the_same_answer_as_one(backend: LocalBackend) -> None:
    texts = [f"the king and the [MASK] walk {'very ' * number}." for number in range(8)]
    alone = [backend.call("tiny", predict_masked_words, text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: backend.call("tiny", predict_masked_words, text), texts))
    for one, other in zip(alone, together, strict=True):
        assert [g.word for g in one.masks[0].guesses] == [g.word for g in other.masks[0].guesses]
        assert [g.probability for g in one.masks[0].guesses] == pytest.approx([g.probability for g in other.masks[0].guesses], abs=1e-4)


def test_the_bundled_model_answers() -> None:
    backend = LocalBackend(make_cache(Settings(cache_mib=512)))
    guesses = backend.call("bert", predict_masked_words, "The capital of France is [MASK].", top_k=3)
    assert guesses.model == "bert"
    assert len(guesses.masks[0].guesses) == 3
    [entry] = backend.cache.entries()
    assert entry.bytes > 4 * 6_000_000
    assert backend.cache.budget_bytes == 512 << 20
    with pytest.raises(UnknownModel):
        backend.call("../bert", predict_masked_words, "[MASK]")


def test_the_backend_comes_without_torch() -> None:
    """The first page is drawn before torch is there."""
    code = "import sys, bertplay.backends.local as b, bertplay.models.catalog as c; c.catalog(); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "bertplay.models.cache" in modules
    assert not {"torch", "transformers"} & set(modules)
