"""The warm worker, in real processes: it trains when told to, measures meanwhile, and never outlives its server."""

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

from bertplay.runs import warm_worker_client
from bertplay.runs.costs import key_of, load_cost
from bertplay.runs.forecast import Forecast, forecast
from bertplay.runs.launchers.base import LOG
from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.liveness import take_lock
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.runs.warm_worker import DIED
from bertplay.runs.warm_worker_client import FOLDER
from bertplay.settings import Settings
from bertplay.training.events import Command
from bertplay.training.jobs import FineTune
from bertplay.training.pace import MeasuredCost
from tests.unit.runs.conftest import SMALL_WORKER, endless, job, state
from tests.unit.runs.small_worker import ENDLESS
from tests.waiting import until

SMALL_WARM_WORKER = (sys.executable, "-m", "tests.unit.runs.small_warm_worker")
ROOT = Path(__file__).resolve().parents[3]
SERVER = f"""
import sys, time
from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.store import Store
from bertplay.settings import get_settings
from bertplay.training.jobs import DataSource, FineTune
small = [(sys.executable, "-m", f"tests.unit.runs.small_{{name}}") for name in ("worker", "warm_worker")]
scheduler = Scheduler(Store(get_settings()), LocalLauncher(get_settings(), *small))
scheduler.start()
assert scheduler.launcher.warm_worker.warm()
scheduler.launcher.warm_worker.measure(FineTune(DataSource("sample:reviews"), epochs={ENDLESS}))
print(scheduler.launcher.warm_worker.pid, flush=True)
time.sleep(600)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no worker waits on this system")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(runs_dir=tmp_path / "runs", run_threads=1, warm_worker=True)


@pytest.fixture
def service(settings: Settings) -> Iterator[RunService]:
    """A service with its scheduler at work and small workers of both kinds; in the end no process is left."""
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER, SMALL_WARM_WORKER)))
    service.scheduler.start()
    yield service
    service.scheduler.stop()
    for run in service.runs():
        if run.is_moving:
            service.send(run.id, Command.STOP)
    service.scheduler.check_queue()
    until(lambda: service.scheduler.launcher.children() == [])
    until(lambda: service.scheduler.launcher.warm_worker.pid is None)
    service.store.close()


def key(settings: Settings, wanted: FineTune) -> str:
    return key_of(wanted, settings)


def waiting(service: RunService) -> int:
    """The process of a warm worker that is waiting."""
    assert service.scheduler.launcher.warm_worker.warm()
    pid = service.scheduler.launcher.warm_worker.pid
    assert pid is not None
    until(
        lambda: (
            load_cost(service.settings, key(service.settings, listening)) is not None
            or not service.scheduler.launcher.warm_worker.measure(listening)
        )
    )
    until(lambda: psutil.Process(pid).children() == [])
    return pid


listening = replace(job(), batch_size=99)
"""What is measured to see that somebody listens."""


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_the_one_that_waits_trains_the_next_run(service: RunService) -> None:
    pid = waiting(service)
    run_id = service.start(endless())
    until(lambda: state(service, run_id) is RunState.RUNNING)
    assert service.scheduler.launcher.children() == [pid]
    assert service.scheduler.launcher.warm_worker.pid is None
    second = service.start(job())  # nobody waits for it: a worker of its own
    service.send(run_id, Command.STOP)
    until(lambda: state(service, second) is RunState.FINISHED)
    run = service.run(run_id)
    assert (run.state, run.attempt, run.has_model) == (RunState.CANCELLED, 1, True)
    until(lambda: not is_alive(pid))


def test_what_it_says_is_in_the_log_of_its_run(service: RunService) -> None:
    waiting(service)
    run_id = service.start(job())
    until(lambda: state(service, run_id) is RunState.FINISHED)
    run = service.run(run_id)
    assert (run.step, run.attempt, run.has_model) == (20, 1, True)
    assert (service.folder(run_id) / LOG).is_file()
    assert (service.settings.runs_dir / FOLDER / LOG).read_text() == ""


def test_a_start_before_it_has_imported_anything_is_not_lost(service: RunService) -> None:
    assert service.scheduler.launcher.warm_worker.warm()
    run_id = service.start(job())
    until(lambda: state(service, run_id) is RunState.FINISHED)
    assert service.run(run_id).attempt == 1


def test_it_is_killed_and_the_next_run_gets_a_cold_worker(service: RunService) -> None:
    os.kill(waiting(service), signal.SIGKILL)
    run_id = service.start(job())
    until(lambda: state(service, run_id) is RunState.FINISHED)
    assert service.run(run_id).attempt == 1


def test_it_is_killed_after_the_command_and_before_it_claims(settings: Settings) -> None:
    """The run is neither lost nor trained twice."""
    deaf = (sys.executable, "-c", "import time; time.sleep(600)")
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER, deaf)))
    assert service.scheduler.launcher.warm_worker.warm()
    pid = service.scheduler.launcher.warm_worker.pid
    assert pid is not None
    run_id = service.start(job())
    service.check_queue()
    assert service.scheduler.launcher.children() == [pid]
    os.kill(pid, signal.SIGKILL)
    service.scheduler.start()
    until(lambda: state(service, run_id) is RunState.FINISHED)
    assert service.run(run_id).attempt == 1
    service.scheduler.stop()
    until(lambda: service.scheduler.launcher.children() == [])
    service.store.close()


def test_its_server_is_killed_while_it_measures(settings: Settings) -> None:
    environment = os.environ | {
        "BERTPLAY_DATABASE": settings.database,
        "BERTPLAY_RUNS_DIR": str(settings.runs_dir),
        "BERTPLAY_WARM_WORKER": "1",
    }
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    process = psutil.Process(int(server.stdout.readline()))
    until(lambda: len(process.children()) == 1)  # it measures
    (child,) = process.children()
    server.kill()
    server.wait()
    server.stdout.close()
    until(lambda: not is_alive(process.pid) and not is_alive(child.pid))


def test_it_is_killed_while_it_measures_and_leaves_no_child(service: RunService) -> None:
    process = psutil.Process(waiting(service))
    service.scheduler.launcher.warm_worker.measure(endless())
    until(lambda: len(process.children()) == 1)
    (child,) = process.children()
    process.kill()
    until(lambda: not is_alive(child.pid))
    until(lambda: not service.scheduler.launcher.warm_worker.measure(endless()))  # and nobody says that it is being measured


def test_a_run_outlives_the_server_whose_waiting_worker_it_took(settings: Settings) -> None:
    environment = os.environ | {
        "BERTPLAY_DATABASE": settings.database,
        "BERTPLAY_RUNS_DIR": str(settings.runs_dir),
        "BERTPLAY_WARM_WORKER": "1",
    }
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER, SMALL_WARM_WORKER)))
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    run_id = service.start(endless())
    until(lambda: service.run(run_id).step >= 5)
    assert is_alive(pid)
    server.kill()
    server.wait()
    server.stdout.close()
    stood = service.run(run_id).step
    until(lambda: service.run(run_id).step > stood)
    service.send(run_id, Command.STOP)
    until(lambda: state(service, run_id) is RunState.CANCELLED)
    until(lambda: not is_alive(pid))
    service.store.close()


def test_measuring_is_interrupted_by_a_start(service: RunService) -> None:
    process = psutil.Process(waiting(service))
    service.scheduler.launcher.warm_worker.measure(endless())
    until(lambda: len(process.children()) == 1)
    (child,) = process.children()
    run_id = service.start(job())
    until(lambda: state(service, run_id) is not RunState.QUEUED)
    assert not is_alive(child.pid)
    until(lambda: state(service, run_id) is RunState.FINISHED)
    assert load_cost(service.settings, key(service.settings, endless())) is None


def test_it_exits_after_a_while_without_work(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_worker_client, "SECONDS_BETWEEN_STARTS", 600.0)
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER, (*SMALL_WARM_WORKER, "0.3"))))
    assert service.scheduler.launcher.warm_worker.warm()
    until(lambda: service.scheduler.launcher.warm_worker.pid is None)
    assert not service.scheduler.launcher.warm_worker.warm()  # not again at once
    service.store.close()


def test_there_is_one_for_a_folder_of_runs(settings: Settings) -> None:
    lock = take_lock(settings.runs_dir / FOLDER)  # another server's
    assert lock is not None
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER, SMALL_WARM_WORKER)))
    assert service.scheduler.launcher.warm_worker.warm()
    until(lambda: service.scheduler.launcher.warm_worker.pid is None)
    lock.release()
    service.store.close()


def test_there_is_none_where_it_is_switched_off(settings: Settings) -> None:
    service = RunService(settings.model_copy(update={"warm_worker": False}))
    assert not service.scheduler.launcher.warm_worker.warm()
    assert forecast(service, [job()]) == Forecast()
    service.store.close()


def test_what_was_measured_gives_an_estimate_for_any_number_of_epochs(service: RunService) -> None:
    assert forecast(service, [job(epochs=2)]).is_measuring
    until(lambda: not forecast(service, [job(epochs=2)]).is_measuring)
    # 32 rows are 2 steps an epoch, each followed by an evaluation: 1 + 4 * 0.75 + 2
    assert forecast(service, [job(epochs=2)]) == Forecast(6.0, 10**9)
    assert forecast(service, [job(epochs=1), job(epochs=2, seed=1)]) == Forecast(4.5 + 6.0, 10**9)
    assert service.run(service.start(job(epochs=1))).estimate_seconds == 4.5


@pytest.mark.parametrize(("batch", "problem"), [(7, DIED), (5, "Nobody learns in fives.")])
def test_what_cannot_be_measured_is_said_in_words(service: RunService, batch: int, problem: str) -> None:
    odd = replace(job(), batch_size=batch)
    forecast(service, [odd])
    until(lambda: not forecast(service, [odd]).is_measuring)
    assert forecast(service, [odd]) == Forecast(problem=problem)


def test_nothing_is_measured_while_a_run_trains(service: RunService) -> None:
    run_id = service.start(endless())
    until(lambda: state(service, run_id) is RunState.RUNNING)
    said = forecast(service, [job()])
    assert (said.is_busy, said.is_measuring, said.seconds) == (True, False, None)
    service.send(run_id, Command.STOP)
    until(lambda: state(service, run_id) is RunState.CANCELLED)
    assert forecast(service, [job()]).is_measuring
    until(lambda: isinstance(load_cost(service.settings, key(service.settings, job())), MeasuredCost))


def test_a_damaged_file_of_what_was_measured_is_measured_again(service: RunService) -> None:
    folder = service.settings.runs_dir / "measured"
    folder.mkdir(parents=True)
    (folder / f"{key(service.settings, job())}.json").write_text("{'rows")
    assert forecast(service, [job()]).is_measuring
    until(lambda: forecast(service, [job()]).seconds is not None)


def test_thirty_starts_and_stops_with_one_that_waits(service: RunService) -> None:
    """Whatever the order, in the end nothing is running except the waiting worker."""
    for turn in range(30):
        service.scheduler.launcher.warm_worker.warm()
        run_id = service.start(endless(turn))
        time.sleep(turn % 5 / 10)
        service.send(run_id, Command.STOP)
    until(lambda: not any(run.is_moving for run in service.runs()))
    until(lambda: service.scheduler.launcher.children() == [])
    assert {run.state for run in service.runs()} == {RunState.CANCELLED}
