"""Workers as processes on this machine; they outlive the process that started them."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bertplay.runs import liveness
from bertplay.runs.launchers.base import LOG, EndedWorker, environment_of
from bertplay.runs.tables import RunRow
from bertplay.runs.warm_worker_client import ROOT, WARM_WORKER, WarmWorkerClient
from bertplay.settings import Settings

WORKER = (sys.executable, "-m", "bertplay.runs.worker")


class LocalLauncher:
    """Uses the warm worker if there is one, otherwise starts a new process."""

    resumes = False

    def __init__(self, settings: Settings, worker: Sequence[str] = WORKER, warm_worker: Sequence[str] = WARM_WORKER) -> None:
        self.settings, self.worker = settings, tuple(worker)
        self.warm_worker = WarmWorkerClient(settings, os.environ | environment_of(settings), warm_worker)
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, row: RunRow, *, is_retry: bool) -> None:
        folder = self.settings.runs_dir / row.id
        folder.mkdir(parents=True, exist_ok=True)
        warm = None if is_retry else self.warm_worker.become(row.id)
        self._children[row.id] = warm or self._cold(row.id, folder)

    def reap(self) -> list[EndedWorker]:
        ended = [(run_id, child) for run_id, child in self._children.items() if child.poll() is not None]
        for run_id, _ in ended:
            del self._children[run_id]
        return [EndedWorker(run_id, child.returncode != 0) for run_id, child in ended]

    def started(self) -> set[str]:
        return set(self._children)

    def has_worker(self, row: RunRow) -> bool:
        return liveness.has_worker(self.settings.runs_dir / row.id)

    def children(self) -> list[int]:
        """Process ids of the workers that were started here and are alive."""
        return [child.pid for child in list(self._children.values()) if child.poll() is None]

    def _cold(self, run_id: str, folder: Path) -> subprocess.Popen[bytes]:
        """Start a worker that has not imported anything yet."""
        with (folder / LOG).open("ab") as log:
            return subprocess.Popen(  # noqa: S603  the command is ours, the id is from the store
                [*self.worker, run_id],
                cwd=ROOT,
                env=os.environ | environment_of(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
