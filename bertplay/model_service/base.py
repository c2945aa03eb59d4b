"""What pages ask for: answers of models, wherever these are."""

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
    """The models in memory: of one process, or of several together.

    entries                    the last used first; a model that several processes hold is one entry, with the sum of its bytes
    bytes_held, budget_bytes   held by the models that are ready; what they may hold
    card                       the graphics card that they are on; None for the processor
    processes                  how many these are
    """

    entries: tuple[CacheEntry, ...]
    bytes_held: int
    budget_bytes: int
    card: Card | None = None
    processes: int = 1


class ModelService(Protocol):
    """Answers calls. Every method is safe from any thread; ClusterUnavailable or TooManyQuestions where the models are elsewhere."""

    def answer(self, call: Call[R], /) -> R:
        """The answer to a call, its models loaded first if necessary. Raises the BertplayError of the model or of the task."""
        ...

    def is_ready(self, model_id: str, /) -> bool:
        """Whether this model answers at once; False, too, when nobody can say so."""
        ...

    def load(self, model_id: str, watch: Progress = ignore_progress, /) -> None:
        """Load a model; `watch` is called, in this thread, with the progress. Raises BertplayError."""
        ...

    def memory(self) -> ModelMemory:
        """What is in memory now."""
        ...

    def unload(self, model_id: str = "", /) -> tuple[str, ...]:
        """Drop a model, or every model, unless someone uses it; the ids of those dropped."""
        ...


def is_ready_in(memory: ModelMemory, model_id: str) -> bool:
    """Whether a model is loaded."""
    return any(entry.id == model_id and entry.state == "ready" for entry in memory.entries)


def combined(parts: Iterable[ModelMemory]) -> ModelMemory:
    """What several processes hold."""
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
    """One model in several processes: as far as the one that is furthest, with the sums of what can be added."""
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
