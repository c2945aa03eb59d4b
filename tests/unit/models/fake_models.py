"""Models of a given size that cost nothing, and a loader that counts and can be held up."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bertplay.errors import UnknownModel
from bertplay.models.cache import ModelCache
from bertplay.models.progress import Progress
from bertplay.models.spec import Family, Hub, ModelSpec
from tests.waiting import SECONDS

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
