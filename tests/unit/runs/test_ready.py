"""The worker that waits: real processes. It trains what it is told to, measures meanwhile, and is never left over."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from bertplay.runs.desk import Desk
from bertplay.runs.forecast import Forecast, forecast
from bertplay.runs.keeper import LOG, Keeper
from bertplay.runs.liveness import take_lock
from bertplay.runs.measured import key_of, measured_of
from bertplay.runs.ready import DIED
from bertplay.runs.ready_worker import FOLDER
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.config import FineTuneConfig
from bertplay.training.events import Wish
from bertplay.training.pace import Measured
from tests.unit.runs.conftest import SMALL_WORKER, config, state, until

SMALL_READY = (sys.executable, "-m", "tests.unit.runs.small_ready")
ROOT = Path(__file__).resolve().parents[3]
SECONDS_TO_BE_GONE = 5.0
SERVER = """
import sys, time
from bertplay.runs.keeper import Keeper
from bertplay.runs.store import Store
from bertplay.settings import get_settings
from bertplay.training.config import DataSource, FineTuneConfig
small = [(sys.executable, "-m", f"tests.unit.runs.small_{name}") for name in ("worker", "ready")]
keeper = Keeper(Store(get_settings()), *small)
keeper.start()
assert keeper.ready.warm()
keeper.ready.measure(FineTuneConfig(DataSource("sample:reviews"), epochs=100))
print(keeper.ready.pid, flush=True)
time.sleep(600)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no worker waits on this system")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(runs_dir=tmp_path / "runs", run_threads=1, ready_worker=True)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """A desk with its keeper at work and small workers of both kinds; in the end no process is left."""
    desk = Desk(settings, Keeper(Store(settings), SMALL_WORKER, SMALL_READY))
    desk.keeper.start()
    yield desk
    desk.keeper.stop()
    for run in desk.runs():
        if run.is_moving:
            desk.ask(run.id, Wish.STOP)
    desk.keeper.tend()
    until(lambda: desk.keeper.children() == [])
    until(lambda: desk.keeper.ready.pid is None)
    desk.store.close()


def key(settings: Settings, wanted: FineTuneConfig) -> str:
    return key_of(wanted, settings)


def waiting(desk: Desk) -> int:
    """The process of a worker that waits and listens."""
    assert desk.keeper.ready.warm()
    pid = desk.keeper.ready.pid
    assert pid is not None
    until(lambda: measured_of(desk.settings, key(desk.settings, listening)) is not None or not desk.keeper.ready.measure(listening))
    until(lambda: psutil.Process(pid).children() == [])
    return pid


listening = replace(config(), batch_size=99)
"""What is measured to see that somebody listens."""


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_the_one_that_waits_trains_the_next_run(desk: Desk) -> None:
    pid = waiting(desk)
    run_id = desk.start(config(epochs=3))
    until(lambda: state(desk, run_id) is RunState.RUNNING)
    assert desk.keeper.children() == [pid]
    assert desk.keeper.ready.pid is None
    second = desk.start(config())  # nobody waits for it: a worker of its own
    until(lambda: state(desk, second) is RunState.FINISHED)
    run = desk.run(run_id)
    assert (run.state, run.step, run.attempt, run.has_model) == (RunState.FINISHED, 60, 1, True)
    until(lambda: not is_alive(pid))


def test_what_it_says_stands_in_the_log_of_its_run(desk: Desk) -> None:
    waiting(desk)
    run_id = desk.start(config())
    until(lambda: state(desk, run_id) is RunState.FINISHED)
    assert (desk.folder(run_id) / LOG).is_file()
    assert (desk.settings.runs_dir / FOLDER / LOG).read_text() == ""


def test_a_start_before_it_has_imported_anything_is_not_lost(desk: Desk) -> None:
    assert desk.keeper.ready.warm()
    run_id = desk.start(config())
    until(lambda: state(desk, run_id) is RunState.FINISHED)
    assert desk.run(run_id).attempt == 1


def test_it_is_killed_and_the_next_run_gets_a_cold_worker(desk: Desk) -> None:
    os.kill(waiting(desk), signal.SIGKILL)
    run_id = desk.start(config())
    until(lambda: state(desk, run_id) is RunState.FINISHED)
    assert desk.run(run_id).attempt == 1


def test_it_is_killed_after_it_was_told_and_before_it_claims(settings: Settings) -> None:
    """The run is neither lost nor trained twice."""
    deaf = (sys.executable, "-c", "import time; time.sleep(600)")
    desk = Desk(settings, Keeper(Store(settings), SMALL_WORKER, deaf))
    assert desk.keeper.ready.warm()
    pid = desk.keeper.ready.pid
    assert pid is not None
    run_id = desk.start(config())
    desk.tend()
    assert desk.keeper.children() == [pid]
    os.kill(pid, signal.SIGKILL)
    desk.keeper.start()
    until(lambda: state(desk, run_id) is RunState.FINISHED)
    assert desk.run(run_id).attempt == 1
    desk.keeper.stop()
    until(lambda: desk.keeper.children() == [])
    desk.store.close()


def test_its_server_is_killed_while_it_measures(settings: Settings) -> None:
    environment = os.environ | {"BERTPLAY_RUNS_DIR": str(settings.runs_dir), "BERTPLAY_READY_WORKER": "1"}
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    process = psutil.Process(int(server.stdout.readline()))
    until(lambda: len(process.children()) == 1)  # it measures
    (child,) = process.children()
    server.kill()
    server.wait(10)
    server.stdout.close()
    assert until(lambda: not is_alive(process.pid) and not is_alive(child.pid)) < SECONDS_TO_BE_GONE


def test_it_is_killed_while_it_measures_and_leaves_no_child(desk: Desk) -> None:
    process = psutil.Process(waiting(desk))
    desk.keeper.ready.measure(config(epochs=100))
    until(lambda: len(process.children()) == 1)
    (child,) = process.children()
    process.kill()
    assert until(lambda: not is_alive(child.pid)) < SECONDS_TO_BE_GONE
    until(lambda: not desk.keeper.ready.measure(config(epochs=100)))  # and nobody says that it is being measured


def test_a_run_outlives_the_server_whose_waiting_worker_it_took(settings: Settings) -> None:
    environment = os.environ | {"BERTPLAY_RUNS_DIR": str(settings.runs_dir), "BERTPLAY_READY_WORKER": "1"}
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    desk = Desk(settings, Keeper(Store(settings), SMALL_WORKER, SMALL_READY))
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    run_id = desk.start(config(epochs=5))
    until(lambda: desk.run(run_id).step >= 5)
    assert is_alive(pid)
    server.kill()
    server.wait(10)
    server.stdout.close()
    until(lambda: state(desk, run_id) is RunState.FINISHED)
    assert desk.run(run_id).step == 100
    until(lambda: not is_alive(pid))
    desk.store.close()


def test_measuring_is_interrupted_by_a_start(desk: Desk) -> None:
    process = psutil.Process(waiting(desk))
    slow = config(epochs=100)
    desk.keeper.ready.measure(slow)
    until(lambda: len(process.children()) == 1)
    (child,) = process.children()
    run_id = desk.start(config())
    assert until(lambda: state(desk, run_id) is not RunState.QUEUED) < 2.0
    assert not is_alive(child.pid)
    until(lambda: state(desk, run_id) is RunState.FINISHED)
    assert measured_of(desk.settings, key(desk.settings, slow)) is None


def test_it_goes_home_when_nobody_asks(settings: Settings) -> None:
    desk = Desk(settings, Keeper(Store(settings), SMALL_WORKER, (*SMALL_READY, "0.3")))
    assert desk.keeper.ready.warm()
    until(lambda: desk.keeper.ready.pid is None)
    assert not desk.keeper.ready.warm()  # not again at once
    desk.store.close()


def test_there_is_one_for_a_folder_of_runs(settings: Settings) -> None:
    lock = take_lock(settings.runs_dir / FOLDER)  # another server's
    assert lock is not None
    desk = Desk(settings, Keeper(Store(settings), SMALL_WORKER, SMALL_READY))
    assert desk.keeper.ready.warm()
    until(lambda: desk.keeper.ready.pid is None)
    lock.release()
    desk.store.close()


def test_there_is_none_where_it_is_switched_off(settings: Settings) -> None:
    desk = Desk(settings.model_copy(update={"ready_worker": False}))
    assert not desk.keeper.ready.warm()
    assert forecast(desk, [config()]) == Forecast()
    desk.store.close()


def test_what_was_measured_is_foretold_for_any_number_of_epochs(desk: Desk) -> None:
    assert forecast(desk, [config(epochs=2)]).is_measuring
    until(lambda: not forecast(desk, [config(epochs=2)]).is_measuring)
    # 32 rows are 2 steps an epoch, each followed by an evaluation: 1 + 4 * 0.75 + 2
    assert forecast(desk, [config(epochs=2)]) == Forecast(6.0, 10**9)
    assert forecast(desk, [config(epochs=1), config(epochs=2, seed=1)]) == Forecast(4.5 + 6.0, 10**9)
    assert desk.run(desk.start(config(epochs=1))).estimate_seconds == 4.5


@pytest.mark.parametrize(("batch", "problem"), [(7, DIED), (5, "Nobody learns in fives.")])
def test_what_cannot_be_measured_is_said_in_words(desk: Desk, batch: int, problem: str) -> None:
    odd = replace(config(), batch_size=batch)
    forecast(desk, [odd])
    until(lambda: not forecast(desk, [odd]).is_measuring)
    assert forecast(desk, [odd]) == Forecast(problem=problem)


def test_nothing_is_measured_while_a_run_trains(desk: Desk) -> None:
    run_id = desk.start(config(epochs=50))
    until(lambda: state(desk, run_id) is RunState.RUNNING)
    said = forecast(desk, [config()])
    assert (said.is_busy, said.is_measuring, said.seconds) == (True, False, None)
    desk.ask(run_id, Wish.STOP)
    until(lambda: state(desk, run_id) is RunState.CANCELLED)
    assert forecast(desk, [config()]).is_measuring
    until(lambda: isinstance(measured_of(desk.settings, key(desk.settings, config())), Measured))


def test_a_damaged_file_of_what_was_measured_is_measured_again(desk: Desk) -> None:
    folder = desk.settings.runs_dir / "measured"
    folder.mkdir(parents=True)
    (folder / f"{key(desk.settings, config())}.json").write_text("{'rows")
    assert forecast(desk, [config()]).is_measuring
    until(lambda: forecast(desk, [config()]).seconds is not None)


def test_thirty_starts_and_stops_with_one_that_waits(desk: Desk) -> None:
    """Whatever the order, in the end everything stands still and nothing is left over but the one that waits."""
    for turn in range(30):
        desk.keeper.ready.warm()
        run_id = desk.start(config(epochs=50, seed=turn))
        time.sleep(turn % 5 / 10)
        desk.ask(run_id, Wish.STOP)
    until(lambda: not any(run.is_moving for run in desk.runs()))
    until(lambda: desk.keeper.children() == [])
    assert {run.state for run in desk.runs()} == {RunState.CANCELLED}
