"""The shared model cache, with models that are nothing but a number of bytes."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bertplay.errors import ModelLoadFailed, ModelUnavailable, UnknownModel
from bertplay.models.cache import ModelCache
from bertplay.models.spec import Hub, Local, ModelSpec
from tests.unit.models.fake_models import MB, NAMES, Loader, find, in_threads, make, ready, use
from tests.waiting import until


def test_fifty_threads_share_one_load_of_a_cold_model() -> None:
    loader = Loader(seconds=0.1)
    cache = make(loader)
    models = in_threads(50, lambda _: use(cache, "m0"))
    assert loader.loads == {"m0": 1}
    assert len({id(model) for model in models}) == 1
    [entry] = cache.entries()
    assert (entry.state, entry.hits, entry.leases, entry.bytes, entry.precision) == ("ready", 50, 0, 100 * MB, "float32")
    assert entry.load_seconds >= 0.1


def test_a_failing_load_is_tried_once_and_reported_to_all() -> None:
    refusal = ModelUnavailable("It must be downloaded.", value="m0", remedy="Connect to the network.")
    loader = Loader(failing={"m0": refusal}, seconds=0.05)
    cache = make(loader)
    told = in_threads(50, lambda _: use(cache, "m0"))
    assert loader.loads == {"m0": 1}
    assert {(type(error), str(error)) for error in told} == {(ModelUnavailable, str(refusal))}
    assert len({id(error) for error in told}) == 50  # one instance for all would collect their tracebacks
    with pytest.raises(ModelUnavailable):
        use(cache, "m0")
    assert loader.loads == {"m0": 1}
    assert [(entry.state, entry.reason) for entry in cache.entries()] == [("failed", str(refusal))]


def test_a_failure_is_forgotten_after_a_while_or_when_freed() -> None:
    loader = Loader(failing={"m0": OSError("disk")})
    cache = make(loader, memory=0.05)
    in_threads(2, lambda _: use(cache, "m0"))
    time.sleep(0.06)
    loader.failing.clear()
    assert use(cache, "m0").id == "m0"

    loader.failing["m1"] = OSError("disk")
    patient = make(loader)
    with pytest.raises(ModelLoadFailed):
        use(patient, "m1")
    loader.failing.clear()
    assert patient.unload("m1")
    assert use(patient, "m1").id == "m1"


def test_an_unforeseen_exception_is_the_cause_of_a_load_that_failed() -> None:
    cause = ValueError("bad header")
    cache = make(Loader(failing={"m0": cause}))
    with pytest.raises(ModelLoadFailed, match="ValueError: bad header") as caught:
        use(cache, "m0")
    assert caught.value.__cause__ is cause
    assert caught.value.value == "m0"


def test_an_interrupted_load_is_raised_to_its_thread_reported_to_the_others_and_not_remembered() -> None:
    loader = Loader(failing={"m0": KeyboardInterrupt()}, gate=threading.Event())
    cache = make(loader)
    told: list[BaseException] = []

    def ask() -> None:
        try:
            use(cache, "m0")
        except BaseException as error:
            told.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: [entry.leases for entry in cache.entries()] == [3])
    loader.gate.set()  # type: ignore[union-attr]
    for thread in threads:
        thread.join()
    assert sorted(type(error).__name__ for error in told) == ["KeyboardInterrupt", "ModelLoadFailed", "ModelLoadFailed"]
    loader.failing.clear()
    assert use(cache, "m0").id == "m0"


def test_an_unknown_id_leaves_no_trace() -> None:
    cache = make(Loader())
    with pytest.raises(UnknownModel):
        use(cache, "nobody")
    assert cache.entries() == ()


def test_loads_run_one_after_the_other() -> None:
    loader = Loader(seconds=0.02)
    cache = make(loader)
    in_threads(8, lambda number: use(cache, NAMES[number]))
    assert loader.most_at_once == 1
    assert ready(cache) == set(NAMES[:8])


def test_a_ready_model_is_given_while_another_loads() -> None:
    loader = Loader()
    cache = make(loader)
    use(cache, "m0")
    loader.gate = threading.Event()
    thread = threading.Thread(target=use, args=(cache, "m1"))
    thread.start()
    until(lambda: loader.running == 1)
    assert use(cache, "m0").id == "m0"
    loader.gate.set()
    thread.join()


def test_the_progress_of_a_load_is_reported_to_all() -> None:
    loader = Loader(gate=threading.Event())
    cache = make(loader)
    steps: list[list[tuple[str, float | None]]] = [[], []]

    def ask(number: int) -> None:
        with cache.lease("m0", lambda step, share=None: steps[number].append((step, share))):
            pass

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: all(("reading the weights", 0.5) in seen for seen in steps))
    [entry] = cache.entries()
    assert (entry.state, entry.step, entry.share, entry.bytes) == ("loading", "reading the weights", 0.5, 0)
    assert not cache.unload("m0")
    loader.gate.set()  # type: ignore[union-attr]
    for thread in threads:
        thread.join()
    assert [(entry.state, entry.step) for entry in cache.entries()] == [("ready", "")]


def test_a_watcher_that_goes_away_does_not_break_the_load() -> None:
    class PageLeft(BaseException):
        pass

    def leave(step: str, share: float | None = None) -> None:
        raise PageLeft

    cache = make(Loader())
    with pytest.raises(PageLeft), cache.lease("m0", leave):
        pytest.fail("the watcher was not heard")
    assert [(entry.state, entry.leases) for entry in cache.entries()] == [("ready", 0)]


def test_another_model_under_the_same_name_is_loaded_anew() -> None:
    """A folder of the reader's own that was replaced; current users keep the old model."""
    loader, written = Loader(), [1]

    def found(model_id: str) -> ModelSpec:
        return replace(find(model_id), source=Local(Path(model_id), written[0]))

    cache = ModelCache(loader, found, 1000 * MB)
    with cache.lease("m0") as first:
        written[0] = 2
        with cache.lease("m0") as second:
            assert second is not first
        assert cache.bytes_held() == 100 * MB
    with cache.lease("m0") as third:
        assert third is second
    assert loader.loads["m0"] == 2


def test_a_model_whose_revision_is_known_after_its_download_is_loaded_once() -> None:
    loader = Loader()
    cache = ModelCache(loader, lambda id_: replace(find(id_), source=Hub(id_, "c0ffee" if loader.loads[id_] else None)), 1000 * MB)
    for _ in range(2):
        with cache.lease("m0"):
            pass
    assert loader.loads["m0"] == 1
