"""Runs on a Ray cluster of several machines, which are several raylets here: a machine is lost, and nothing with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bertplay.results.training_events import Step
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.events import Command
from tests.unit.runs.conftest import endless, job
from tests.unit.runs.small_worker import STEPS_AN_EPOCH, count
from tests.waiting import until

SECONDS = 180.0
MACHINE = {"num_cpus": 1, "object_store_memory": 100 << 20}
EPOCHS = 30
"""600 steps of 20 ms."""


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    """A head that trains nothing."""
    import ray
    from ray.cluster_utils import Cluster

    machines = Cluster(initialize_head=True, head_node_args={**MACHINE, "num_cpus": 0, "include_dashboard": False})
    ray.init(address=machines.address, namespace="bertplay", log_to_driver=False, logging_level="ERROR")
    yield machines
    ray.shutdown()
    machines.shutdown()


@pytest.fixture
def service(machines: Any, tmp_path: Path) -> Iterator[RunService]:
    """A service whose workers are actors that count."""
    from bertplay.runs.launchers.ray_actor import RayLauncher

    settings = Settings(runs_dir=tmp_path / "runs", run_threads=1, backend="ray")
    service = RunService(settings, Scheduler(Store(settings), RayLauncher(settings, count)))
    service.scheduler.start()
    yield service
    service.scheduler.stop()
    service.store.close()


def steps_of(service: RunService, run_id: str) -> list[int]:
    return [event.step for event in service.events(run_id) if isinstance(event, Step)]


def test_a_lost_machine_loses_nothing(machines: Any, service: RunService) -> None:
    """The run continues on another machine from its last checkpoint: every step is there once, in order."""
    first = machines.add_node(**MACHINE)
    run_id = service.start(job(epochs=EPOCHS))
    until(lambda: len(steps_of(service, run_id)) > 50, SECONDS)
    second = machines.add_node(**MACHINE)
    done = len(steps_of(service, run_id))
    machines.remove_node(first, allow_graceful=False)
    until(lambda: service.run(run_id).state is RunState.RUNNING and service.run(run_id).attempt == 2, SECONDS)
    until(lambda: service.run(run_id).state is RunState.FINISHED, SECONDS)
    assert done > 50
    assert steps_of(service, run_id) == list(range(1, EPOCHS * STEPS_AN_EPOCH + 1))
    machines.remove_node(second)


def test_a_run_waits_until_there_is_a_machine_and_follows_commands(machines: Any, service: RunService) -> None:
    run_id = service.start(endless())
    until(lambda: run_id in service.scheduler.launcher.started(), SECONDS)
    assert service.run(run_id).state is RunState.QUEUED
    machine = machines.add_node(**MACHINE)
    until(lambda: len(steps_of(service, run_id)) > 5, SECONDS)
    service.send(run_id, Command.STOP)
    until(lambda: service.run(run_id).state is RunState.CANCELLED, SECONDS)
    assert service.run(run_id).attempt == 1
    assert "Traceback" not in (service.folder(run_id) / "log.txt").read_text("utf-8")
    machines.remove_node(machine)


def test_a_page_elsewhere_sees_the_run_and_starts_nothing(machines: Any, service: RunService) -> None:
    """A server with BERTPLAY_BACKEND=ray reads and writes the same store; its own scheduler leaves the workers to the cluster."""
    settings = service.settings
    page = RunService(settings)
    page.scheduler.start()
    machine = machines.add_node(**MACHINE)
    run_id = page.start(endless())
    until(lambda: page.run(run_id).state is RunState.RUNNING, SECONDS)
    assert page.scheduler.launcher.started() == set()
    page.send(run_id, Command.PAUSE)
    until(lambda: page.run(run_id).state is RunState.PAUSED, SECONDS)
    page.send(run_id, Command.STOP)
    until(lambda: page.run(run_id).state is RunState.CANCELLED, SECONDS)
    page.scheduler.stop()
    page.store.close()
    machines.remove_node(machine)
