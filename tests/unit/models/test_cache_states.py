"""The model cache against a plain reference, in any order of calls that hypothesis thinks of."""

from contextlib import AbstractContextManager

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bertplay.errors import CacheFull, ModelLoadFailed
from bertplay.models.cache import ModelCache
from tests.unit.models.fake_models import MB, Loader, Weights, find

BUDGET = 300 * MB
IDS = st.sampled_from(["m0", "m1", "m2", "m3", "m4"])


class CacheMachine(RuleBasedStateMachine):
    """The reference is a list of ids, the least recently used first, and how often each is held."""

    def __init__(self) -> None:
        super().__init__()
        self.loader = Loader()
        self.cache: ModelCache[Weights] = ModelCache(self.loader, find, BUDGET, patience_seconds=0)
        self.order: list[str] = []
        self.held: list[tuple[str, AbstractContextManager[Weights]]] = []

    def is_held(self, model_id: str) -> bool:
        return any(model_id == held for held, _ in self.held)

    def touch(self, model_id: str) -> None:
        self.order = [other for other in self.order if other != model_id] + [model_id]

    @rule(model_id=IDS)
    def hold(self, model_id: str) -> None:
        lease = self.cache.lease(model_id)
        if model_id not in self.order and len(self.order) == 3:
            idle = [other for other in self.order if not self.is_held(other)]
            if not idle:
                with pytest.raises(CacheFull):
                    lease.__enter__()
                return
            self.order.remove(idle[0])
        assert lease.__enter__().id == model_id
        self.touch(model_id)
        self.held.append((model_id, lease))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def let_go(self, data: st.DataObject) -> None:
        model_id, lease = self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))
        lease.__exit__(None, None, None)
        self.touch(model_id)

    @rule(model_id=IDS)
    def unload(self, model_id: str) -> None:
        assert self.cache.unload(model_id) == (model_id in self.order and not self.is_held(model_id))
        if not self.is_held(model_id) and model_id in self.order:
            self.order.remove(model_id)

    @rule()
    def unload_all(self) -> None:
        assert set(self.cache.unload_all()) == {model_id for model_id in self.order if not self.is_held(model_id)}
        self.order = [model_id for model_id in self.order if self.is_held(model_id)]

    @rule()
    def fail(self) -> None:
        self.loader.failing["m9"] = OSError("disk")
        if len(self.order) == 3 and all(self.is_held(model_id) for model_id in self.order):
            return
        with pytest.raises(ModelLoadFailed), self.cache.lease("m9"):
            pass
        if len(self.order) == 3:  # room was made before the load was tried
            self.order.remove(next(model_id for model_id in self.order if not self.is_held(model_id)))
        assert self.cache.unload("m9")

    @invariant()
    def it_is_as_the_reference_says(self) -> None:
        entries = self.cache.entries()
        assert [entry.id for entry in reversed(entries)] == self.order
        assert {entry.id: entry.leases for entry in entries} == {i: sum(i == held for held, _ in self.held) for i in self.order}
        assert self.cache.bytes_held() == 100 * MB * len(entries) <= BUDGET

    def teardown(self) -> None:
        for _, lease in self.held:
            lease.__exit__(None, None, None)


TestCacheMachine = CacheMachine.TestCase
TestCacheMachine.settings = settings(max_examples=60, stateful_step_count=30)
