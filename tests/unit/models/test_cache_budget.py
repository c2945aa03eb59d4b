"""ModelCache and its budget: what is evicted first, what stays, and the error when nothing fits."""

import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from bertplay.errors import CacheFull
from tests.unit.models.fake_models import MB, NAMES, Loader, in_threads, make, ready, use
from tests.waiting import SECONDS, until


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


def test_unload_all_drops_what_is_not_in_use() -> None:
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
