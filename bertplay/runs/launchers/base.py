"""The interface between the scheduler and whatever starts workers. The store knows the state of a run, a launcher where its worker is."""

import os
from dataclasses import dataclass
from typing import Protocol

from bertplay.runs.tables import RunRow
from bertplay.runs.warm_worker_client import WarmWorkerClient
from bertplay.settings import Settings

LOG = "log.txt"


@dataclass(frozen=True, slots=True)
class EndedWorker:
    """A worker that has ended. has_failed: with an error; if its run is still queued, it never began."""

    run_id: str
    has_failed: bool


class Launcher(Protocol):
    """Starts workers.

    resumes       whether a run whose worker was lost is queued again at once, because there are other machines
    warm_worker   the warm worker, if this launcher supports one
    """

    resumes: bool
    warm_worker: WarmWorkerClient

    def start(self, row: RunRow, *, is_retry: bool) -> None:
        """Start a worker for this run. OSError if that fails."""
        ...

    def reap(self) -> list[EndedWorker]:
        """The workers started here that have ended since the last call."""
        ...

    def started(self) -> set[str]:
        """The runs whose worker was started here and has not been reaped yet."""
        ...

    def has_worker(self, row: RunRow) -> bool:
        """Whether the worker of this run's newest attempt is alive, whoever started it."""
        ...


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment of a worker: our settings, and half of the cores as the thread limit of its libraries, so that pages stay fast."""
    threads = str(settings.run_threads or max(1, (os.cpu_count() or 1) // 2))
    ours = {f"BERTPLAY_{name.upper()}": str(value) for name, value in settings.model_dump(exclude={"admin_key"}).items()}
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "BERTPLAY_THREADS")
    return ours | dict.fromkeys(names, threads) | {"TOKENIZERS_PARALLELISM": "false"}
