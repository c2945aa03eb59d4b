"""Workers as actors of a Ray cluster, each on a machine with a free processor.

Ray only says where a worker is and whether it is alive. It never restarts one, because then two might write. When a machine is lost,
so are its actors; the scheduler learns that here, writes it into the store and queues the run again.
"""

import logging
import threading
from typing import Any

import ray
from ray.exceptions import RayActorError, RayError

from bertplay.runs.launchers.base import EndedWorker, environment_of
from bertplay.runs.tables import RunRow
from bertplay.runs.warm_worker import leave_server
from bertplay.runs.warm_worker_client import WarmWorkerClient
from bertplay.runs.worker import LOG_FORMAT, RunJob, end, work
from bertplay.settings import Settings
from bertplay.training.run_job import run_job

NAMESPACE = "bertplay"
UNSET = "none"
SECONDS_TO_BE_READ = 5.0
"""How long a worker that has ended remains, so that its result can be read."""


class Worker:
    """One run in an actor: a separate process that ends with the run."""

    def train(self, run_id: str, settings: Settings, run: RunJob) -> int:
        """What `python -m bertplay.runs.worker ID` does."""
        leave_server(settings, run_id)
        logging.basicConfig(level=logging.INFO, format=LOG_FORMAT, force=True)
        try:
            return work(run_id, settings, run)
        finally:
            threading.Timer(SECONDS_TO_BE_READ, end, [0]).start()


class RayLauncher:
    """Starts an actor named after run and attempt, so that a second scheduler cannot start another one. Ray must be initialized."""

    resumes = True

    def __init__(self, settings: Settings, run: RunJob = run_job, cpus: float = 1.0, gpus: float = 0.0) -> None:
        self.settings, self.run = settings.model_copy(update={"admin_key": UNSET}), run
        self.warm_worker = WarmWorkerClient(settings.model_copy(update={"warm_worker": False}), {})
        self._options = {
            "namespace": NAMESPACE,
            "lifetime": "detached",  # a run outlives the scheduler
            "max_restarts": 0,
            "num_cpus": cpus,
            "num_gpus": gpus,
            "runtime_env": {"env_vars": environment_of(settings)},
        }
        self._started: dict[str, Any] = {}

    def start(self, row: RunRow, *, is_retry: bool) -> None:
        try:
            actor = ray.remote(Worker).options(name=name_of_attempt(row.id, row.attempt + 1), **self._options).remote()
        except ValueError:  # the name is taken: another scheduler has started it
            return
        except RayError as error:
            raise OSError(str(error)) from error
        self._started[row.id] = actor.train.remote(row.id, self.settings, self.run)

    def reap(self) -> list[EndedWorker]:
        over = [(run_id, done) for run_id, done in self._started.items() if ray.wait([done], timeout=0)[0]]
        for run_id, _ in over:
            del self._started[run_id]
        return [EndedWorker(run_id, has_failed(done)) for run_id, done in over]

    def started(self) -> set[str]:
        return set(self._started)

    def has_worker(self, row: RunRow) -> bool:
        try:
            ray.get_actor(name_of_attempt(row.id, row.attempt), NAMESPACE)
        except ValueError:
            return False
        return True


def name_of_attempt(run_id: str, attempt: int) -> str:
    """The name of the actor of an attempt: "run-k3m9xw2a-2"."""
    return f"run-{run_id}-{attempt}"


def has_failed(done: Any) -> bool:
    """Whether a worker ended with an error. One that was lost with its machine did not: its run can start elsewhere."""
    try:
        return bool(ray.get(done) != 0)
    except RayActorError:
        return False
    except RayError:
        return True
