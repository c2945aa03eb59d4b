"""The shared model cache, with models that are nothing but a number of bytes."""

import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from bertplay.errors import CacheFull, ModelLoadFailed, ModelUnavailable, UnknownModel
from bertplay.models.cache import ModelCache
from bertplay.models.progress import Progress
from bertplay.models.spec import Family, Hub, Local, ModelSpec
from tests.waiting import SECONDS, until

MB = 10**6
NAMES = [f"m{number}" for number in range(20)]


class Weights:
    """What the tests load: bytes that are only counted."""

    precision = "float32"

    def __init__(self, model_id: str, size: int) -> None:
        self.id, self.bytes = model_id, size


def find(model_id: str) -> ModelSpec:
    if model_id not in NAMES:
        raise UnknownModel("There is no model of this id.", value=model_id, remedy="Choose another.")
    return ModelSpec(model_id, model_id.upper(), Family.BERT, Hub(model_id), frozenset(), 1, 1, 25 * MB, 1, "none")


@dataclass
class Loader:
    """A loader that counts, may be held up, and may fail."""

    size: int = 100 * MB
    failing: dict[str, BaseException] = field(default_factory=dict)
    seconds: float = 0.0
    loads: Counter[str] = field(default_factory=Counter)
    running: int = 0
    most_at_once: int = 0
    gate: threading.Event | None = None

    def __call__(self, spec: ModelSpec, progress: Progress) -> Weights:
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            self.loads[spec.id] += 1
            progress("reading the weights", 0.5)
            if self.gate:
                assert self.gate.wait(SECONDS)
            time.sleep(self.seconds)
            if spec.id in self.failing:
                raise self.failing[spec.id]
            return Weights(spec.id, self.size)
        finally:
            self.running -= 1


def make(loader: Loader, budget: int = 1000 * MB, patience: float = 0.0, memory: float = 60.0) -> ModelCache[Weights]:
    return ModelCache(loader, find, budget, patience_seconds=patience, failure_memory_seconds=memory)


def in_threads(count: int, work: Callable[[int], object]) -> list[object]:
    """Run work(0), work(1), … at the same moment; an exception is a result."""
    start = threading.Barrier(count)

    def run(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def use(cache: ModelCache[Weights], model_id: str) -> Weights:
    with cache.lease(model_id) as model:
        return model


def ready(cache: ModelCache[Weights]) -> set[str]:
    return {entry.id for entry in cache.entries() if entry.state == "ready"}


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


def test_the_least_recently_used_goes_first() -> None:
    cache = make(Loader(), budget=300 * MB)
    for model_id in ("m0", "m1", "m2", "m0", "m3"):
        use(cache, model_id)
    assert ready(cache) == {"m0", "m2", "m3"}
    assert [entry.id for entry in cache.entries()] == ["m3", "m0", "m2"]


def test_a_model_in_use_is_passed_over() -> None:
    cache = make(Loader(), budget=300 * MB)
    with cache.lease("m0") as oldest:
        for model_id in ("m1", "m2", "m3", "m4"):
            use(cache, model_id)
            with cache.lease("m0") as again:
                assert again is oldest
    assert ready(cache) == {"m0", "m3", "m4"}


def test_an_evicted_model_is_let_go() -> None:
    cache = make(Loader(), budget=100 * MB)
    trace = weakref.ref(use(cache, "m0"))
    assert trace() is not None
    use(cache, "m1")
    assert trace() is None


def test_when_all_is_in_use_the_caller_learns_what_to_do() -> None:
    loader = Loader()
    cache = make(loader, budget=200 * MB, patience=0.05)
    with cache.lease("m0"), cache.lease("m1"):
        with pytest.raises(CacheFull, match=r"needs 95 MiB, and the models now in use .* Try again in a moment"):
            use(cache, "m2")
        assert ready(cache) == {"m0", "m1"}
        assert loader.loads["m2"] == 0
    assert use(cache, "m2").id == "m2"  # a full cache passes, so it is not remembered


def test_who_finds_no_room_waits_for_it() -> None:
    cache = make(Loader(), budget=100 * MB, patience=SECONDS)
    with ThreadPoolExecutor(1) as pool:
        with cache.lease("m0"):
            waiting = pool.submit(use, cache, "m1")
            until(lambda: len(cache.entries()) == 2)
            assert not waiting.done()
        assert waiting.result(SECONDS).id == "m1"
    assert ready(cache) == {"m1"}


def test_a_model_larger_than_the_budget_is_measured_once_and_refused() -> None:
    loader = Loader(size=500 * MB)
    cache = make(loader, budget=200 * MB, patience=10**6)  # whoever waited here would wait for ever: it would not help
    for _ in range(2):
        with pytest.raises(CacheFull, match=r"more than the 191 MiB .* BERTPLAY_CACHE_MIB"):
            use(cache, "m0")
    assert loader.loads["m0"] == 1
    assert cache.bytes_held() == 0


def test_what_was_measured_counts_not_what_was_expected() -> None:
    cache = make(Loader(size=150 * MB), budget=350 * MB)
    for model_id in ("m0", "m1", "m2"):
        use(cache, model_id)
        assert cache.bytes_held() <= 350 * MB
    assert ready(cache) == {"m1", "m2"}


def test_free_drops_what_nobody_holds() -> None:
    cache = make(Loader())
    use(cache, "m0")
    with cache.lease("m1"):
        assert not cache.unload("m1")
        assert not cache.unload("m9")
        assert cache.unload_all() == ("m0",)
        assert ready(cache) == {"m1"}
    assert cache.unload("m1")
    assert cache.bytes_held() == 0


def test_a_model_can_be_held_twice() -> None:
    cache = make(Loader(), budget=100 * MB)
    with cache.lease("m0") as outer, cache.lease("m0") as inner:
        assert outer is inner
        assert [entry.leases for entry in cache.entries()] == [2]


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


def test_twenty_models_of_100_mb_stay_under_1_gb_while_fifty_threads_use_them() -> None:
    loader = Loader(seconds=0.001)
    cache = make(loader, patience=SECONDS)
    held_over_budget: list[int] = []

    def work(number: int) -> None:
        random = Random(number)
        for _ in range(20):
            model_id = random.choice(NAMES)
            with cache.lease(model_id) as model:
                time.sleep(0.001)
                entries = {entry.id: entry for entry in cache.entries()}
                assert model.id == model_id
                assert entries[model_id].state == "ready"
                assert entries[model_id].leases >= 1
                total = sum(entry.bytes for entry in entries.values())
                if total > 1000 * MB:
                    held_over_budget.append(total)

    assert [error for error in in_threads(50, work) if error is not None] == []
    assert held_over_budget == []
    assert loader.most_at_once == 1
    assert set(loader.loads) == set(NAMES)
    assert [entry.leases for entry in cache.entries()] == [0] * len(cache.entries())


def test_another_model_under_the_same_name_is_loaded_anew() -> None:
    """A folder of the reader's own that was replaced; whoever holds the first one keeps it."""
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
