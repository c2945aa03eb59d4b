"""What stops a run before it starts, and what limits one that trains."""

import sqlite3
import time
from pathlib import Path

import pytest

from bertplay.errors import NotPossibleNow, StoreUnavailable
from bertplay.runs import disk
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import DATABASE, Store
from bertplay.runs.worker import limit_memory
from bertplay.settings import Settings
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune


def job(**values: object) -> FineTune:
    return FineTune(DataSource("sample:reviews"), **values)  # type: ignore[arg-type]


def service(folder: Path, **settings: object) -> RunService:
    return RunService(Settings(runs_dir=folder / "runs", **settings))  # type: ignore[arg-type]


def test_a_disk_that_is_too_full_is_said_before_the_start(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"The disk of the runs is too full: .* MB are free, and 1,000,000,000 must stay free\."):
        service(tmp_path, free_mb=10**9).start(job())


def test_a_folder_that_cannot_be_written_is_said_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    runs = service(tmp_path)
    monkeypatch.setattr(disk, "TemporaryFile", refuse)
    with pytest.raises(StoreUnavailable, match="cannot be written: read-only file system"):
        runs.start(job())


def test_the_room_for_runs_is_bounded(tmp_path: Path) -> None:
    runs = service(tmp_path, runs_mb=1)
    with pytest.raises(StoreUnavailable, match="would take 2 MB; the limit is 1"):
        runs.save_file(bytes(2 * 10**6), "large.txt")
    assert not list((tmp_path / "runs").rglob("*.txt"))


def test_whoever_takes_a_new_identity_for_each_run_still_has_one_address(tmp_path: Path) -> None:
    runs = service(tmp_path, runs_of_address=2)
    first = runs.start(job(), owner="a", address="192.0.2.7")
    experiment = runs.start_experiment([job(seed=seed) for seed in range(3)], owner="b", address="192.0.2.7")
    with pytest.raises(NotPossibleNow, match="From your network 2 runs are queued, running or paused") as refused:
        runs.start(job(), owner="c", address="192.0.2.7")
    assert "Try again" in str(refused.value.remedy)
    runs.start(job(), owner="c", address="192.0.2.8")
    for _ in range(4):
        runs.start(job())  # the machine itself, and commands
    runs.send(first, Command.STOP)
    runs.start(job(), owner="d", address="192.0.2.7")
    with pytest.raises(NotPossibleNow, match="From your network"):
        runs.resume(first, owner="a", address="192.0.2.7")
    runs.stop_experiment(experiment)
    runs.resume(first, owner="a", address="192.0.2.7")
    assert runs.run(first).state is RunState.QUEUED


def test_what_the_store_refuses_counts_for_no_address(tmp_path: Path) -> None:
    runs = service(tmp_path, runs_of_address=2)
    runs.start(job(), owner="a", address="192.0.2.7")
    for _ in range(3):
        with pytest.raises(NotPossibleNow, match="already have a run"):
            runs.start(job(), owner="a", address="192.0.2.7")
    runs.start(job(), owner="b", address="192.0.2.7")


def test_so_many_runs_are_stored_and_no_more(tmp_path: Path) -> None:
    runs = service(tmp_path, runs_stored=2)
    first = runs.start(job())
    runs.start(job())
    with pytest.raises(NotPossibleNow, match="This server stores 2 runs at most"):
        runs.start(job())
    runs.send(first, Command.STOP)
    runs.delete(first)
    runs.start(job())
    assert len(runs.runs()) == 2


def test_a_locked_database_is_called_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.database.sqlite.SECONDS_OF_PATIENCE", 0)
    runs = service(tmp_path)
    other = sqlite3.connect(tmp_path / "runs" / f"{DATABASE}.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable, match=r"database is locked\. Another program has locked it") as caught:
        runs.start(job())
    other.rollback()
    other.close()
    assert str(tmp_path) in str(caught.value.remedy)


def test_a_file_that_is_no_database_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / f"{DATABASE}.sqlite").write_bytes(b"nonsense" * 1_000)
    with pytest.raises(StoreUnavailable, match="The file is damaged"):
        service(tmp_path)


def test_a_store_of_another_version_is_called_that(tmp_path: Path) -> None:
    service(tmp_path)
    with sqlite3.connect(tmp_path / "runs" / f"{DATABASE}.sqlite") as older:
        older.execute("ALTER TABLE runs DROP COLUMN is_shared")
    older.close()
    with pytest.raises(StoreUnavailable, match="made by another version"):
        service(tmp_path).runs()


@pytest.mark.parametrize(("column", "value"), [("job", "{"), ("job", '{"kind": "x"}'), ("state", "x"), ("command", "x"), ("metrics", "[")])
def test_a_damaged_row_hides_no_other(column: str, value: str, tmp_path: Path) -> None:
    runs = service(tmp_path)
    good, bad = runs.start(job(), name="good"), runs.start(job())
    runs.store.change(bad, RunState, **{column: value})
    assert [run.id for run in runs.runs()] == [good]
    assert runs.run(good).name == "good"
    assert runs.start(job()) in [run.id for run in runs.runs()]
    runs.rename(good, "better")


def test_the_queue_has_an_end(tmp_path: Path) -> None:
    runs = service(tmp_path, runs_queued=2)
    runs.start(job())
    with pytest.raises(NotPossibleNow, match="The queue is full: 2 runs are waiting"):
        runs.start_experiment([job(), job(seed=1)])
    runs.start(job())


def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    store = Store(Settings(runs_dir=tmp_path, run_minutes=1))
    runs = RunService(store.settings, Scheduler(store))
    run_id = runs.start(job())
    store.claim(run_id)
    [row] = store.rows()
    runs.scheduler._stop_long([row])
    assert store.rows()[0].command == Command.CONTINUE
    store.change(run_id, RunState, started=time.time() - 61)
    runs.scheduler._stop_long(store.rows())
    assert store.rows()[0].command == Command.STOP


def test_old_runs_are_deleted(tmp_path: Path) -> None:
    runs = service(tmp_path, runs_days=2)
    old, newer, moving = runs.start(job()), runs.start(job()), runs.start(job())
    for run_id, days in ((old, 3), (newer, 1)):
        runs.store.change(run_id, RunState, state=RunState.FINISHED, ended=time.time() - 86_400 * days)
    runs.store.change(moving, RunState, created=0.0)
    runs.delete_old()
    assert {run.id for run in runs.runs()} == {newer, moving}


def test_the_memory_of_a_run_can_be_limited() -> None:
    import subprocess
    import sys

    code = "from bertplay.runs.worker import limit_memory; limit_memory(600); bytearray(700 << 20)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    limit_memory(0)
