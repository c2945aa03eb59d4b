"""For servers whose workers are started by the scheduler of the cluster, which reads the same store."""

from bertplay.runs.launchers.base import EndedWorker
from bertplay.runs.tables import RunRow
from bertplay.runs.warm_worker_client import WarmWorkerClient
from bertplay.settings import Settings


class Elsewhere:
    """Starts nothing, and considers every worker alive: the cluster notices when one is lost."""

    resumes = False

    def __init__(self, settings: Settings) -> None:
        self.warm_worker = WarmWorkerClient(settings.model_copy(update={"warm_worker": False}), {})

    def start(self, row: RunRow, *, is_retry: bool) -> None:
        pass

    def reap(self) -> list[EndedWorker]:
        return []

    def started(self) -> set[str]:
        return set()

    def has_worker(self, row: RunRow) -> bool:
        return True
