import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.jobs import DataSource, FineTune
from tests.conftest import database_of
from tests.unit.runs.small_worker import ENDLESS
from tests.waiting import until

SMALL_WORKER = (sys.executable, "-m", "tests.unit.runs.small_worker")


def job(epochs: int = 1, seed: int = 0) -> FineTune:
    return FineTune(DataSource("sample:reviews"), epochs=epochs, seed=seed)


def endless(seed: int = 0) -> FineTune:
    """A training that runs until it is stopped, so that on any machine it is still running when a test checks."""
    return job(ENDLESS, seed)


def workers(service: RunService) -> list[psutil.Process]:
    """The living worker processes of this store, wherever they were started."""
    mine = {row.id for row in service.store.rows()}
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or []
        if process.info["status"] != psutil.STATUS_ZOMBIE and len(command) > 2 and command[-1] in mine and "worker" in command[-2]:
            found.append(process)
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> str:
    """Most tests here start processes: with a Postgres they are slow ones."""
    return database_of(request)


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(runs_dir=tmp_path / "runs", database=database, run_threads=1)


@pytest.fixture
def service(settings: Settings) -> Iterator[RunService]:
    """A service whose queue moves only when somebody starts its scheduler; in the end no process is left."""
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER)))
    yield service
    service.scheduler.stop()
    for process in workers(service):
        with suppress(psutil.NoSuchProcess):  # it may end by itself meanwhile
            process.kill()
        psutil.wait_procs([process])
    until(lambda: service.scheduler.launcher.children() == [])
    service.store.close()


@pytest.fixture
def moving(service: RunService) -> RunService:
    """The same with its scheduler at work."""
    service.scheduler.start()
    return service


def state(service: RunService, run_id: str) -> RunState:
    return service.run(run_id).state
