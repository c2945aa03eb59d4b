"""A Ray cluster that works for bertplay: joined, or started on this machine and shut down at the end."""

import os
import signal
import threading
from types import TracebackType

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.settings import Settings

NAMESPACE = "bertplay"
OBJECT_STORE_BYTES = 200 << 20
"""The shared memory of a single-machine cluster: answers are small."""


class Cluster:
    """`with Cluster() as cluster:`. Joins the cluster that this machine belongs to, or starts one on this machine."""

    def __init__(self) -> None:
        self._is_over = threading.Event()

    def __enter__(self) -> "Cluster":
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
        except ImportError as error:
            remedy = N_("Install it: pip install 'bertplay[cluster]', or -r requirements-cluster.txt in a checkout.")
            raise BadInput(N_("Ray is not installed."), remedy=remedy) from error
        options = {"namespace": NAMESPACE, "log_to_driver": False, "logging_level": "WARNING"}
        try:
            ray.init(address="auto", **options)
        except ConnectionError:
            ray.init(address="local", include_dashboard=False, object_store_memory=OBJECT_STORE_BYTES, **options)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        import ray
        from ray import serve

        serve.shutdown()
        ray.shutdown()

    def answer(self, replicas: int, cpus: float, gpus: float, host: str, port: int) -> None:
        """Start the replicas; returns when they are ready."""
        from bertplay.model_service.deployment import deploy

        deploy(replicas, cpus, gpus, host, port)

    def train(self, settings: Settings, cpus: float, gpus: float) -> None:
        """Start the scheduler, which starts workers for the queued runs of the store."""
        from bertplay.runs.launchers.ray_actor import RayLauncher
        from bertplay.runs.scheduler import Scheduler
        from bertplay.runs.store import Store

        Scheduler(Store(settings), RayLauncher(settings, cpus=cpus, gpus=gpus)).start()

    def wait(self) -> None:
        """Wait until the process is asked to stop, by Ctrl-C or by the system."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._is_over.set())
        self._is_over.wait()
