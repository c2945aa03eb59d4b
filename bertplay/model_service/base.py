"""The interface through which pages get answers from models, wherever the models are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bertplay.calls import Call
from bertplay.models.cache_entry import CacheEntry, Card
from bertplay.models.progress import Progress, ignore_progress

R = TypeVar("R")

FIRST_MODEL = "bert"
"""Loaded before anyone asks."""


@dataclass(frozen=True, slots=True)
class ModelMemory:
    """The models in memory, of one process or of several together.

    entries                    most recently used first; a model loaded in several processes is one entry, with the sum of its bytes
    bytes_held, budget_bytes   the memory used by loaded models, and the limit
    card                       the GPU that they are on; None for the CPU
    processes                  the number of processes
    """

    entries: tuple[CacheEntry, ...]
    bytes_held: int
    budget_bytes: int
    card: Card | None = None
    processes: int = 1


class ModelService(Protocol):
    """Answers calls. Every method is safe from any thread; remote models may raise ClusterUnavailable or TooManyQuestions."""

    def answer(self, call: Call[R], /) -> R:
        """The answer to a call, its models loaded first if necessary. Raises the BertplayError of the model or of the task."""
        ...

    def is_ready(self, model_id: str, /) -> bool:
        """Whether this model is loaded; False if unknown."""
        ...

    def load(self, model_id: str, watch: Progress = ignore_progress, /) -> None:
        """Load a model; `watch` receives the progress, in this thread. Raises BertplayError."""
        ...

    def memory(self) -> ModelMemory:
        """The models now in memory."""
        ...

    def unload(self, model_id: str = "", /) -> tuple[str, ...]:
        """Unload a model, or all models, unless in use; returns the ids of those unloaded."""
        ...


def is_ready_in(memory: ModelMemory, model_id: str) -> bool:
    """Whether a model is loaded."""
    return any(entry.id == model_id and entry.state == "ready" for entry in memory.entries)


def combined(parts: Iterable[ModelMemory]) -> ModelMemory:
    """The models of several processes, added up."""
    found = list(parts)
    by_id: dict[str, list[CacheEntry]] = {}
    for entry in sorted((entry for part in found for entry in part.entries), key=lambda entry: -entry.last_use):
        by_id.setdefault(entry.id, []).append(entry)
    return ModelMemory(
        entries=tuple(map(merged_entry, by_id.values())),
        bytes_held=sum(part.bytes_held for part in found),
        budget_bytes=sum(part.budget_bytes for part in found),
        card=next((part.card for part in found if part.card), None),
        processes=len(found),
    )


def merged_entry(entries: list[CacheEntry]) -> CacheEntry:
    """One entry for a model in several processes: the most advanced state, and the sums of all numbers that can be added."""
    best = min(entries, key=lambda entry: ("ready", "loading", "failed").index(entry.state))
    return CacheEntry(
        id=best.id,
        state=best.state,
        bytes=sum(entry.bytes for entry in entries),
        precision=best.precision,
        hits=sum(entry.hits for entry in entries),
        load_seconds=best.load_seconds,
        last_use=max(entry.last_use for entry in entries),
        leases=sum(entry.leases for entry in entries),
        step=best.step,
        share=best.share,
        reason=best.reason,
    )
