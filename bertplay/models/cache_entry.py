"""What the model cache keeps of each id, and a frozen view of it for others."""

import time
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from bertplay.errors import BertplayError
from bertplay.i18n import N_, error_text
from bertplay.models.spec import WeightsSource

State = Literal["loading", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Card:
    """A graphics card: its name, and its memory in bytes; 0 where the system shares it with the processor and tells no number."""

    name: str
    free: int = 0
    total: int = 0


def no_card() -> Card | None:
    """Models are in the memory of the processor."""
    return None


class Measured(Protocol):
    """What the cache must know of a loaded model: the bytes it holds, and its number format."""

    @property
    def bytes(self) -> int: ...
    @property
    def precision(self) -> str: ...


M = TypeVar("M", bound=Measured)


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """One model as the cache sees it at one moment, for the page that shows what is in memory.

    bytes          held now; 0 while loading and after a failure
    hits           leases given so far
    load_seconds   of the finished load, or since the running one began
    last_use       seconds since 1970
    leases         held at this moment; while loading: how many wait for it
    step, share    what a running load is doing, and how far it is (None: unknown)
    reason         why the load failed; empty otherwise
    """

    id: str
    state: State
    bytes: int
    precision: str
    hits: int
    load_seconds: float
    last_use: float
    leases: int
    step: str
    share: float | None
    reason: str


@dataclass(slots=True)
class Slot(Generic[M]):
    """What the cache knows of one id. Changed only under the cache's lock."""

    source: WeightsSource | None = None
    state: State = "loading"
    model: M | None = None
    error: BertplayError | None = None
    bytes: int = 0
    leases: int = 0
    hits: int = 0
    step: str = N_("waiting for its turn")
    share: float | None = None
    began: float = field(default_factory=time.monotonic)
    load_seconds: float = 0.0
    retry_at: float = 0.0
    last_use: float = 0.0
    last_turn: int = 0  # orders uses; a clock may show the same time twice

    def entry(self, model_id: str) -> CacheEntry:
        """A frozen picture of this moment."""
        return CacheEntry(
            id=model_id,
            state=self.state,
            bytes=self.bytes,
            precision="" if self.model is None else self.model.precision,
            hits=self.hits,
            load_seconds=time.monotonic() - self.began if self.state == "loading" else self.load_seconds,
            last_use=self.last_use,
            leases=self.leases,
            step=self.step if self.state == "loading" else "",
            share=self.share if self.state == "loading" else None,
            reason="" if self.error is None else error_text(self.error),
        )
