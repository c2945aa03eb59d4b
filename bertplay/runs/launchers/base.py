"""What the scheduler asks of whoever starts workers. The store alone says what a run is; a launcher says where its worker is."""

import os
from dataclasses import dataclass
from typing import Protocol

from bertplay.runs.tables import RunRow
from bertplay.runs.warm_worker_client import WarmWorkerClient
from bertplay.settings import Settings

LOG = "log.txt"


@dataclass(frozen=True, slots=True)
class EndedWorker:
    """A worker that has ended. has_failed: with an error, so that its run, if it is still queued, never began."""

    run_id: str
    has_failed: bool


class Launcher(Protocol):
    """Starts workers.

    resumes       whether a run whose worker was lost is queued again at once: there are other machines
    warm_worker   the waiting worker, if there can be one
    """

    resumes: bool
    warm_worker: WarmWorkerClient

    def start(self, row: RunRow, *, is_retry: bool) -> None:
        """Start a worker for this run. OSError when none can be started."""
        ...

    def reap(self) -> list[EndedWorker]:
        """Workers that were started here and have ended since the last call."""
        ...

    def started(self) -> set[str]:
        """The runs whose worker was started here and has not been reaped."""
        ...

    def has_worker(self, row: RunRow) -> bool:
        """Whether the worker of this run's newest attempt is alive, whoever started it."""
        ...


def environment_of(settings: Settings) -> dict[str, str]:
    """Our settings, and how many threads the libraries of a worker may use: half of the cores, so that the pages stay quick."""
    threads = str(settings.run_threads or max(1, (os.cpu_count() or 1) // 2))
    ours = {f"BERTPLAY_{name.upper()}": str(value) for name, value in settings.model_dump(exclude={"administrator_key"}).items()}
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "BERTPLAY_THREADS")
    return ours | dict.fromkeys(names, threads) | {"TOKENIZERS_PARALLELISM": "false"}
