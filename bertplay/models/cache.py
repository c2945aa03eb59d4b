"""ModelCache: the models that all visitors share, within a memory budget.

Unlike a dictionary with a lock, it guarantees:

- A model is loaded once, however many callers ask for it; callers that arrive during the load wait for it.
- A failed load is remembered for a while and reported to every caller instead of being retried for each.
- Loads run one after the other: two at once would be no faster and would need twice the memory.
- The loaded models never exceed the budget. The least recently used model that is not in use is evicted first.
- A model in use (leased) is never evicted. If there is no room, a caller waits briefly, then gets an error that says what to do.

The cache starts no threads: the first caller that needs a model loads it in its own thread.
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

    load                    loads a model; slow; may raise anything; reports its progress to the given Progress
    find                    returns the ModelSpec of an id, or raises UnknownModel
    budget_bytes            for the loaded models; during a load, the estimated size of the new model is reserved
    failure_memory_seconds  how long a failed load is reported again instead of retried
    patience_seconds        how long a caller waits for room when all models are in use
    card                    the GPU that holds the models; its memory bounds the budget

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
        """The configured budget, but at most three quarters of the GPU's memory: forward passes need memory as well."""
        card = self.card()
        return min(self._budget, int(SHARE_OF_CARD * card.total)) if card and card.total else self._budget

    @contextmanager
    def lease(self, model_id: str, watch: Progress = ignore_progress) -> Iterator[M]:
        """Load a model if necessary, and keep it in memory until the block ends.

        `watch` receives the progress of the load, in the calling thread. Raises BertplayError: those that `find` and `load` raise,
        ModelLoadFailed for any other exception of `load`, and CacheFull.
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
        """Every model that is loading, is loaded or recently failed to load, most recently used first."""
        with self._changed:
            slots = sorted(self._slots.items(), key=lambda item: -item[1].last_turn)
            return tuple(slot.entry(model_id) for model_id, slot in slots)

    def bytes_held(self) -> int:
        """The bytes of all loaded models."""
        with self._changed:
            return sum(slot.bytes for slot in self._slots.values())

    def unload(self, model_id: str) -> bool:
        """Unload a model, or forget that it failed; False when it is in use, loading or not in the cache."""
        return bool(self._free((model_id,)))

    def unload_all(self) -> tuple[str, ...]:
        """Unload every model that is not in use; return their ids."""
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
        """The slot of an id, with one more lease, and whether it is new: then the caller must load the model.

        If the model's files have been replaced since it was loaded, current users keep the old model until they are done;
        it no longer counts towards the budget.
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
        """Wait until the slot's model is loaded and return it; raise the error of a failed load."""
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
        """Load into a new slot. A failure is stored in the slot for every waiting caller; only an interruption is raised."""
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
        """Wait for other loads and for room, load, measure the model, make room for its real size, publish it."""
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
            release_memory()  # a load needs more memory than the finished model, and often evicted another one

    def _await_turn(self, spec: ModelSpec, slot: Slot[M]) -> None:
        """Return when no other load is running and the expected size fits; from then on this load is the running one."""
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
        """Whether this many bytes fit; evicts as many idle models as necessary, the least recently used first."""
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
        """Remove a slot and release its model at once: a lease that has just ended may refer to the slot a moment longer."""
        self._slots.pop(model_id).model = None

    def _forget(self, model_id: str, slot: Slot[M]) -> None:
        """Remove a slot, unless a newer one has replaced it."""
        if self._slots.get(model_id) is slot:
            del self._slots[model_id]

    def _no_room(self, spec: ModelSpec, wanted: int) -> CacheFull:
        need, budget = f"{wanted / 2**20:,.0f} MiB", f"{self.budget_bytes / 2**20:,.0f} MiB"
        if wanted > self.budget_bytes:
            problem = lazy(
                "{title} needs {need}, more than the {budget} that all models together may use.",
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
        """Store the failure in the slot. A full cache and an interruption are temporary, so they are not remembered."""
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
    traceback.clear_frames(error.__traceback__)  # otherwise a half-loaded model would stay in memory with the error
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
