"""Injected faults: processes are killed, a disk is full, everything runs twice. After each the store tells the truth,
no process is left over, and the message says what to do.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bertplay.errors import NotPossibleNow, StoreUnavailable
from bertplay.models.run_folder import SAVED_MODEL
from bertplay.results.training_events import Saved
from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.liveness import NAME, has_worker, take_lock
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import DATABASE, Store
from bertplay.settings import Settings
from bertplay.training.events import Command
from tests.unit.runs.conftest import SMALL_WORKER, endless, job, state, workers
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[3]
STEPS_A_CHECKPOINT = 5
SERVER = """
import sys, time
from bertplay.runs.service import RunService
from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.store import Store
from bertplay.settings import get_settings
worker = sys.executable, "-m", "tests.unit.runs.small_worker"
Scheduler(Store(get_settings()), LocalLauncher(get_settings(), worker)).start()
time.sleep(600)
"""


def server(settings: Settings) -> subprocess.Popen[bytes]:
    """A process of its own that keeps the queue moving, as the app does."""
    environment = os.environ | {
        "BERTPLAY_DATABASE": settings.database,
        "BERTPLAY_RUNS_DIR": str(settings.runs_dir),
        "BERTPLAY_RUN_THREADS": "1",
    }
    return subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=environment)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def last_saved(service: RunService, run_id: str) -> int:
    return max((event.step for event in service.events(run_id) if isinstance(event, Saved)), default=0)


def test_the_worker_is_killed(moving: RunService) -> None:
    run_id = moving.start(endless())
    until(lambda: moving.run(run_id).step >= 11)
    (worker,) = workers(moving)
    worker.kill()
    until(lambda: state(moving, run_id) is RunState.INTERRUPTED)
    run, saved = moving.run(run_id), last_saved(moving, run_id)
    assert "Resume it" in run.remedy
    assert workers(moving) == []
    assert not (moving.folder(run_id) / SAVED_MODEL).exists()
    moving.resume(run_id)
    until(lambda: moving.run(run_id).step > run.step)
    moving.send(run_id, Command.STOP)
    until(lambda: state(moving, run_id) is RunState.CANCELLED)
    steps = [event.step for event in moving.events(run_id, ["step"])]
    assert steps == list(range(1, moving.run(run_id).step + 1))
    assert run.step - saved <= STEPS_A_CHECKPOINT  # what is lost is at most what came after the last checkpoint
    assert [e.step for e in moving.events(run_id, ["started"])][-1] >= saved  # type: ignore[union-attr]


def test_the_server_is_killed_and_started_again(service: RunService, settings: Settings) -> None:
    first = server(settings)
    try:
        run_id = service.start(endless())
        waiting = service.start(job(epochs=1))
        until(lambda: service.run(run_id).step >= 10)
    finally:
        kill(first)
    stood = service.run(run_id).step
    until(lambda: service.run(run_id).step > stood)  # the run does not die with the server
    assert (state(service, run_id), len(workers(service))) == (RunState.RUNNING, 1)
    second = server(settings)
    try:
        service.send(run_id, Command.STOP)
        until(lambda: state(service, waiting) is RunState.FINISHED)
        assert state(service, run_id) is RunState.CANCELLED
        assert service.run(run_id).attempt == 1
        until(lambda: workers(service) == [])
    finally:
        kill(second)


def test_server_and_worker_are_killed_together(service: RunService, settings: Settings) -> None:
    """As when the machine is switched off."""
    first = server(settings)
    try:
        run_id = service.start(endless())
        until(lambda: service.run(run_id).step >= 10)
    finally:
        kill(first)
    for worker in workers(service):
        worker.kill()
    until(lambda: workers(service) == [])
    assert service.store.row(run_id).state == RunState.RUNNING  # type: ignore[union-attr]  # nobody was there to write it down,
    # Yet who looks is told the truth, as soon as the system has let go of the lock: a process that is ending may hold it a moment longer.
    until(lambda: state(service, run_id) is RunState.INTERRUPTED)
    second = server(settings)
    try:
        until(lambda: service.store.row(run_id).state == RunState.INTERRUPTED)  # type: ignore[union-attr]
        service.resume(run_id)
    finally:
        kill(second)


def test_a_hundred_starts_and_stops_from_two_tabs(moving: RunService) -> None:
    """Whatever the order: in the end nothing is running, and no worker is left."""
    trouble: list[BaseException] = []
    started: list[str] = []

    def press(tab: int) -> None:
        try:
            for turn in range(50):
                with suppress(NotPossibleNow):
                    started.append(moving.start(endless(turn), owner="one"))
                for run in moving.runs():
                    if run.is_moving:
                        with suppress(NotPossibleNow):
                            moving.send(run.id, Command.STOP)
        except BaseException as error:
            trouble.append(error)

    tabs = [threading.Thread(target=press, args=(tab,)) for tab in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert trouble == []
    assert started  # how many depends on how soon the worker of the one before ends
    until(lambda: not any(run.is_moving for run in moving.runs()))
    until(lambda: workers(moving) == [])
    assert {run.state for run in moving.runs()} == {RunState.CANCELLED}
    last = moving.start(job(), owner="one")
    until(lambda: state(moving, last) is RunState.FINISHED)


def test_fifty_runs_in_the_queue(moving: RunService) -> None:
    """One trains at a time, each has its place, and stopping all of them leaves nothing behind."""
    ids = [moving.start(endless(seed)) for seed in range(50)]
    until(lambda: state(moving, ids[0]) is RunState.RUNNING)
    runs = {run.id: run for run in moving.runs()}
    assert [runs[one].place for one in ids[1:]] == list(range(1, 50))
    assert [one.state for one in runs.values()].count(RunState.RUNNING) == 1
    assert len(workers(moving)) == 1
    for one in ids[1:]:
        moving.send(one, Command.STOP)
    moving.send(ids[0], Command.STOP)
    until(lambda: not any(run.is_moving for run in moving.runs()))
    until(lambda: workers(moving) == [])


def test_two_servers_open_the_store(service: RunService, settings: Settings) -> None:
    """Every run is trained once, one at a time."""
    servers = [server(settings), server(settings)]
    try:
        ids = [service.start(job(seed=seed)) for seed in range(4)]
        most = 0

        def are_over() -> bool:
            nonlocal most
            runs = service.runs()
            most = max(most, sum(run.is_active for run in runs))
            return all(run.state is RunState.FINISHED for run in runs)

        until(are_over)
        assert most == 1
        assert [service.run(one).attempt for one in ids] == [1, 1, 1, 1]
        assert all([e.step for e in service.events(one, ["step"])] == list(range(1, 21)) for one in ids)
    finally:
        for one in servers:
            kill(one)


def test_a_second_worker_for_the_same_run_goes_home(moving: RunService, settings: Settings) -> None:
    run_id = moving.start(endless())
    until(lambda: state(moving, run_id) is RunState.RUNNING)
    environment = os.environ | {"BERTPLAY_DATABASE": settings.database, "BERTPLAY_RUNS_DIR": str(settings.runs_dir)}
    assert subprocess.run([*SMALL_WORKER, run_id], check=False, cwd=ROOT, env=environment).returncode == 0
    assert (state(moving, run_id), moving.run(run_id).attempt) == (RunState.RUNNING, 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], check=False, capture_output=True).returncode
    ):
        pytest.skip("a small file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_disk_is_full_at_a_checkpoint(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with the store on that disk the run reports what happened, and continues when there is space."""
    monkeypatch.setenv("CHECKPOINT_BYTES", "2000000")
    settings = Settings(runs_dir=small_disk / "runs", run_threads=1, free_mb=0)
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER)))
    service.scheduler.start()
    try:
        run_id = service.start(endless())
        until(lambda: last_saved(service, run_id) >= 5)
        filler = small_disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        until(lambda: state(service, run_id) is RunState.FAILED)
        run = service.run(run_id)
        assert run.problem == "The disk is full."
        assert "Free some space" in run.remedy
        assert list(service.folder(run_id).glob("*.part")) == []
        until(lambda: workers(service) == [])
        stood = json.loads((service.folder(run_id) / "checkpoint.json").read_text())["step"]
        filler.unlink()
        service.resume(run_id)
        until(lambda: service.run(run_id).step > stood)
        service.send(run_id, Command.STOP)
        until(lambda: state(service, run_id) is RunState.CANCELLED)
    finally:
        service.scheduler.stop()
        for process in workers(service):
            process.kill()
        until(lambda: service.scheduler.launcher.children() == [])
        service.store.close()


def test_a_worker_that_cannot_start_is_reported_and_the_next_has_its_turn(settings: Settings) -> None:
    broken = LocalLauncher(settings, (sys.executable, "-c", "raise SystemExit('no such library')"))
    service = RunService(settings, Scheduler(Store(settings), broken))
    run_id = service.start(job())

    def is_failed() -> bool:
        service.check_queue()
        return state(service, run_id) is RunState.FAILED

    until(is_failed)
    assert service.run(run_id).problem == "Its worker cannot be started."
    assert "log.txt" in service.run(run_id).remedy
    assert "no such library" in (service.folder(run_id) / "log.txt").read_text()
    until(lambda: service.scheduler.launcher.children() == [])
    service.store.close()


def test_a_damaged_store_is_explained(tmp_path: Path) -> None:
    (tmp_path / f"{DATABASE}.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreUnavailable, match="cannot be used") as caught:
        Store(Settings(runs_dir=tmp_path))
    assert str(tmp_path) in caught.value.remedy


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable):
        Store(Settings(runs_dir=tmp_path / "file" / "runs"))


def test_the_lock_says_who_lives(tmp_path: Path) -> None:
    assert not has_worker(tmp_path)
    lock = take_lock(tmp_path)
    assert lock is not None
    assert has_worker(tmp_path)
    assert (tmp_path / NAME).exists()
    lock.release()
    assert not has_worker(tmp_path)
