"""ModelCache: the models everyone shares, under a budget of bytes.

It differs from a dictionary with a lock in what it promises:

- One load for an id, however many ask; those who come meanwhile wait for it.
- A load that fails is remembered for a while and reported to all, instead of being tried again by each of them.
- Loads run one after the other: two at once would be no faster and would need twice the memory.
- The bytes of the loaded models never exceed the budget. The least recently used model that nobody holds goes first.
- A model that someone holds (a lease) is never pulled away. Who finds no room waits a little, and then gets an error with a remedy.

It starts no thread: the first caller that needs a model loads it, in its own thread.
"""

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic

from bertplay.errors import BertplayError, CacheFull, ModelLoadFailed, made
from bertplay.i18n import N_, lazy
from bertplay.models.cache_entry import CacheEntry, Card, M, Slot, no_card
from bertplay.models.memory import release_memory
from bertplay.models.progress import GuardedProgress, Progress, ignore_progress
from bertplay.models.spec import ModelSpec

FLOAT32_BYTES = 4
SHARE_OF_CARD = 0.75


class ModelCache(Generic[M]):
    """Loads models once, shares them, and stays under a budget.

    load                    reads a model; slow; may raise anything; reports to the Progress it is given
    find                    the ModelSpec of an id, or UnknownModel
    budget_bytes            for the models that are ready; while one loads, room for an estimate of it is kept free
    failure_memory_seconds  how long a failed load is reported again instead of retried
    patience_seconds        so long an asker waits for room when all models are in use
    card                    the graphics card that holds the models; its memory bounds the budget

        cache = ModelCache(load_model, find_model, budget_bytes=2 << 30)
        with cache.lease("bert") as model:
            predict_masked_words(model, "The capital of France is [MASK].")
    """

    def __init__(
        self,
        load: Callable[[ModelSpec, Progress], M],
        find: Callable[[str], ModelSpec],
        budget_bytes: int,
        *,
        failure_memory_seconds: float = 60.0,
        patience_seconds: float = 10.0,
        card: Callable[[], Card | None] = no_card,
    ) -> None:
        self._budget = budget_bytes
        self.card = card
        self._load = load
        self._find = find
        self._failure_memory = failure_memory_seconds
        self._patience = patience_seconds
        self._changed = threading.Condition()
        self._slots: dict[str, Slot[M]] = {}
        self._measured: dict[str, int] = {}
        self._is_loading = False
        self._turn = 0

    @property
    def budget_bytes(self) -> int:
        """What was set, and never more than three quarters of the card: passes need memory as well."""
        card = self.card()
        return min(self._budget, int(SHARE_OF_CARD * card.total)) if card and card.total else self._budget

    @contextmanager
    def lease(self, model_id: str, watch: Progress = ignore_progress) -> Iterator[M]:
        """Hold a model: it is loaded first if necessary, and stays until the block ends.

        `watch` is called, in the thread that asks, with the progress of the load. Raises BertplayError:
        what `find` and `load` raise, ModelLoadFailed for any other exception of `load`, CacheFull.
        """
        spec = self._find(model_id)
        slot, is_new = self._join(spec)
        try:
            if is_new:
                self._fill(spec, slot, watch)
            yield self._model_of(slot, watch)
        finally:
            with self._changed:
                slot.leases -= 1
                self._touch(slot)
                self._changed.notify_all()

    def entries(self) -> tuple[CacheEntry, ...]:
        """Every model that is loading, loaded, or failed lately; the last used first."""
        with self._changed:
            slots = sorted(self._slots.items(), key=lambda item: -item[1].last_turn)
            return tuple(slot.entry(model_id) for model_id, slot in slots)

    def bytes_held(self) -> int:
        """Bytes of all models that are ready."""
        with self._changed:
            return sum(slot.bytes for slot in self._slots.values())

    def unload(self, model_id: str) -> bool:
        """Drop a model, or forget its failure; False when it is in use, loading or not there."""
        return bool(self._free((model_id,)))

    def unload_all(self) -> tuple[str, ...]:
        """Drop every model that nobody holds; the ids of those dropped."""
        with self._changed:
            known = tuple(self._slots)
        return self._free(known)

    def _free(self, model_ids: tuple[str, ...]) -> tuple[str, ...]:
        with self._changed:
            slots = {model_id: self._slots[model_id] for model_id in model_ids if model_id in self._slots}
            freed = tuple(i for i, slot in slots.items() if slot.state == "failed" or (slot.state == "ready" and not slot.leases))
            for model_id in freed:
                self._drop(model_id)
            self._changed.notify_all()
        release_memory()
        return freed

    def _join(self, spec: ModelSpec) -> tuple[Slot[M], bool]:
        """The slot of an id, with one more lease, and whether it is new: its load is then the caller's duty.

        Whoever holds a model whose folder has another one by now keeps it to the end; it is in no budget any more.
        """
        with self._changed:
            slot = self._slots.get(spec.id)
            is_another = slot is not None and slot.state == "ready" and slot.source != spec.source
            is_new = slot is None or is_another or (slot.state == "failed" and time.monotonic() >= slot.retry_at)
            if slot is None or is_new:
                slot = self._slots[spec.id] = Slot()
            slot.leases += 1
            self._touch(slot)
            return slot, is_new

    def _touch(self, slot: Slot[M]) -> None:
        self._turn += 1
        slot.last_turn, slot.last_use = self._turn, time.time()

    def _model_of(self, slot: Slot[M], watch: Progress) -> M:
        """The model of a slot when its load is over; raises what the load raised."""
        reported: tuple[str, float | None] | None = None
        while True:
            with self._changed:
                while slot.state == "loading" and (slot.step, slot.share) == reported:
                    self._changed.wait()
                if slot.error is not None:
                    raise again(slot.error)
                if slot.model is not None:
                    slot.hits += 1
                    return slot.model
                reported = (slot.step, slot.share)
            watch(*reported)  # outside the lock: a watcher may be slow, and may read the cache

    def _fill(self, spec: ModelSpec, slot: Slot[M], watch: Progress) -> None:
        """Load into a new slot. A failure is left in the slot for all who wait; only an interruption is raised."""
        shielded = GuardedProgress(watch)

        def progress(step: str, share: float | None = None) -> None:
            with self._changed:
                slot.step, slot.share = step, share
                self._changed.notify_all()
            shielded(step, share)

        try:
            self._load_in_turn(spec, slot, progress)
        except BaseException as error:
            self._fail(spec, slot, error)
            if not isinstance(error, Exception):
                raise
        shielded.raise_caught()

    def _load_in_turn(self, spec: ModelSpec, slot: Slot[M], progress: Progress) -> None:
        """Wait for the turn and for room, load, measure, make room for what was measured, publish."""
        self._await_turn(spec, slot)
        try:
            model = self._load(spec, progress)
            slot.source = self._find(spec.id).source  # with the revision, now that it is downloaded
            with self._changed:
                self._measured[spec.id] = model.bytes
                if not self._changed.wait_for(lambda: self._has_room(model.bytes), self._patience_for(model.bytes)):
                    raise self._no_room(spec, model.bytes)
                slot.model, slot.bytes, slot.state = model, model.bytes, "ready"
                slot.load_seconds = time.monotonic() - slot.began
        finally:
            with self._changed:
                self._is_loading = False
                self._changed.notify_all()
            release_memory()  # a load needs more memory than the model it leaves, and often pushed another one out

    def _await_turn(self, spec: ModelSpec, slot: Slot[M]) -> None:
        """Return when no other load runs and the expected bytes fit; the turn is then the caller's."""
        estimate = min(FLOAT32_BYTES * spec.parameters, self.budget_bytes)
        with self._changed:
            expected = self._measured.get(spec.id, estimate)
            while True:
                self._changed.wait_for(lambda: not self._is_loading)
                if not self._changed.wait_for(lambda: self._is_loading or self._has_room(expected), self._patience_for(expected)):
                    raise self._no_room(spec, expected)
                if not self._is_loading:
                    self._is_loading = True
                    slot.began = time.monotonic()
                    return

    def _patience_for(self, wanted: int) -> float:
        return self._patience if wanted <= self.budget_bytes else 0.0

    def _has_room(self, wanted: int) -> bool:
        """Whether so many bytes fit, after dropping idle models, the least recently used first, as far as needed."""
        in_use = sum(slot.bytes for slot in self._slots.values() if slot.leases)
        if in_use + wanted > self.budget_bytes:
            return False
        idle = {model_id: slot for model_id, slot in self._slots.items() if slot.bytes and not slot.leases}
        for model_id in sorted(idle, key=lambda model_id: idle[model_id].last_turn):
            if self.bytes_held() + wanted <= self.budget_bytes:
                break
            self._drop(model_id)
        return True

    def _drop(self, model_id: str) -> None:
        """Forget a slot, and its model at once: a lease that just ended may hold the slot a moment longer."""
        self._slots.pop(model_id).model = None

    def _forget(self, model_id: str, slot: Slot[M]) -> None:
        """Take a slot out, unless its id has another one by now."""
        if self._slots.get(model_id) is slot:
            del self._slots[model_id]

    def _no_room(self, spec: ModelSpec, wanted: int) -> CacheFull:
        need, budget = f"{wanted / 2**20:,.0f} MiB", f"{self.budget_bytes / 2**20:,.0f} MiB"
        if wanted > self.budget_bytes:
            problem = lazy(
                "{title} needs {need}, more than the {budget} that all models together may have.",
                title=spec.title,
                need=need,
                budget=budget,
            )
            return CacheFull(problem, value=spec.id, remedy=N_("Choose a smaller model, or raise BERTPLAY_CACHE_MIB."))
        problem = lazy(
            "{title} needs {need}, and the models now in use leave too little of {budget}.", title=spec.title, need=need, budget=budget
        )
        return CacheFull(
            problem, value=spec.id, remedy=N_("Try again in a moment, choose a model that is loaded, or raise BERTPLAY_CACHE_MIB.")
        )

    def _fail(self, spec: ModelSpec, slot: Slot[M], error: BaseException) -> None:
        """Leave the failure in the slot. A full cache and an interruption pass, so they are not remembered."""
        with self._changed:
            slot.error = explained(spec, error)
            slot.state = "failed"
            slot.load_seconds = time.monotonic() - slot.began
            slot.retry_at = time.monotonic() + self._failure_memory
            if isinstance(error, CacheFull) or not isinstance(error, Exception):
                self._forget(spec.id, slot)
            self._changed.notify_all()


def explained(spec: ModelSpec, error: BaseException) -> BertplayError:
    """The failure as an error with a message; an unexpected exception becomes the cause of a ModelLoadFailed."""
    traceback.clear_frames(error.__traceback__)  # else half a model would live as long as the memory of its failure
    if isinstance(error, BertplayError):
        return error
    problem = lazy("Loading {title} was interrupted.", title=spec.title)
    if isinstance(error, Exception):
        problem = lazy("Loading {title} failed with {kind}: {error}.", title=spec.title, kind=type(error).__name__, error=error)
    failed = ModelLoadFailed(problem, value=spec.id, remedy=N_("Try again; if it happens again, choose another model."))
    failed.__cause__ = error
    return failed


def again(error: BertplayError) -> BertplayError:
    """A copy of the error: one instance raised in many threads would collect all their tracebacks."""
    copy = made(type(error), error.__dict__)
    copy.__cause__ = error.__cause__
    return copy
