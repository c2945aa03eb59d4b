"""A store of its own for each test, with the small worker; and waiting for what must become true."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from bertplay.runs.desk import Desk
from bertplay.runs.keeper import Keeper
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.config import DataSource, FineTuneConfig

SMALL_WORKER = (sys.executable, "-m", "tests.unit.runs.small_worker")
SECONDS = 60.0


def config(epochs: int = 1, seed: int = 0) -> FineTuneConfig:
    return FineTuneConfig(DataSource("sample:reviews"), epochs=epochs, seed=seed)


def until(is_true: Callable[[], bool], seconds: float = SECONDS) -> float:
    """Wait until something is true; how long it took. Fails when it does not come true."""
    began = time.monotonic()
    while not is_true():
        assert time.monotonic() - began < seconds, "it did not come true"
        time.sleep(0.02)
    return time.monotonic() - began


def workers(desk: Desk) -> list[psutil.Process]:
    """The living worker processes of this store, wherever they were started."""
    mine = {row.id for row in desk.store.rows()}
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or []
        if process.info["status"] != psutil.STATUS_ZOMBIE and len(command) > 2 and command[-1] in mine and "worker" in command[-2]:
            found.append(process)
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(runs_dir=tmp_path / "runs", run_threads=1)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """A desk whose queue moves only when somebody starts its keeper; in the end no process is left."""
    desk = Desk(settings, Keeper(Store(settings), SMALL_WORKER))
    yield desk
    desk.keeper.stop()
    for process in workers(desk):
        with suppress(psutil.NoSuchProcess):  # it may end by itself meanwhile
            process.kill()
        psutil.wait_procs([process], 5)
    until(lambda: desk.keeper.children() == [])
    desk.store.close()


@pytest.fixture
def moving(desk: Desk) -> Desk:
    """The same with its keeper at work."""
    desk.keeper.start()
    return desk


def state(desk: Desk, run_id: str) -> RunState:
    return desk.run(run_id).state
