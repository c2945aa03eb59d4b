"""A run from the queue to its end, and every button on the way: real processes, a training that only counts."""

import time
from pathlib import Path

import pytest

from bertplay.errors import NotPossibleNow, UnknownRun
from bertplay.results.training_events import Evaluated, Finished, Started, Step
from bertplay.runs.liveness import has_worker
from bertplay.runs.names import safe_name
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune
from tests.unit.runs.conftest import endless, job, state, workers
from tests.waiting import until


def test_a_run_goes_from_the_queue_to_its_end(service: RunService) -> None:
    run_id = service.start(job(), name="mine")
    assert service.run(run_id).place == 1
    service.scheduler.start()
    until(lambda: state(service, run_id) is RunState.FINISHED)
    run = service.run(run_id)
    assert (run.name, run.step, run.total_steps, run.metrics, run.has_model) == ("mine", 20, 20, {"accuracy": 0.75}, True)
    assert run.ended is not None
    assert run.started is not None
    assert run.ended > run.started
    events = service.events(run_id)
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert [event.step for event in events if isinstance(event, Step)] == list(range(1, 21))
    assert [event.step for event in events if isinstance(event, Evaluated)] == [5, 10, 15, 20]
    until(lambda: workers(service) == [])


def test_whatever_is_asked_for_wakes_the_scheduler(service: RunService, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(service.scheduler, "wake", lambda: woken.append("woken"))
    service.start(job())
    service.start_experiment([job(), job(seed=1)])
    assert len(woken) == 2


def test_pause_steps_and_go_on(moving: RunService) -> None:
    run_id = moving.start(endless())
    until(lambda: moving.run(run_id).step > 3)
    moving.send(run_id, Command.PAUSE)
    until(lambda: state(moving, run_id) is RunState.PAUSED)
    stood = moving.run(run_id).step
    time.sleep(0.4)
    assert moving.run(run_id).step == stood
    for steps in (1, 10, 1):
        moving.step(run_id, steps)
        stood += steps
        until(lambda: (moving.run(run_id).step, state(moving, run_id)) == (stood, RunState.PAUSED))  # noqa: B023
    time.sleep(0.4)
    assert moving.run(run_id).step == stood
    moving.send(run_id, Command.CONTINUE)
    until(lambda: moving.run(run_id).step > stood)
    assert state(moving, run_id) is RunState.RUNNING


@pytest.mark.parametrize("is_paused", [False, True])
def test_stop_keeps_the_best_and_resume_continues_from_the_checkpoint(moving: RunService, is_paused: bool) -> None:
    run_id = moving.start(endless())
    until(lambda: moving.run(run_id).step > 11)
    if is_paused:
        moving.send(run_id, Command.PAUSE)
        until(lambda: state(moving, run_id) is RunState.PAUSED)
    moving.send(run_id, Command.STOP)
    until(lambda: state(moving, run_id) is RunState.CANCELLED)
    stopped = moving.run(run_id)
    assert stopped.has_model
    moving.resume(run_id)
    until(lambda: moving.run(run_id).step > stopped.step + 6)
    moving.send(run_id, Command.STOP)
    until(lambda: state(moving, run_id) is RunState.CANCELLED)
    again = moving.run(run_id)
    assert again.attempt == 2
    assert [event.step for event in moving.events(run_id, ["step"])] == list(range(1, again.step + 1))  # none twice, none missing
    assert [event.step for event in moving.events(run_id, ["evaluated"])] == list(range(5, again.step + 1, 5))


def test_what_waits_is_stopped_at_once(service: RunService) -> None:
    run_id = service.start(job())
    service.send(run_id, Command.STOP)
    assert state(service, run_id) is RunState.CANCELLED
    service.send(run_id, Command.STOP)  # again does no harm


def test_a_browser_has_one_place_in_the_queue(service: RunService) -> None:
    first = service.start(job(), owner="a")
    with pytest.raises(NotPossibleNow, match="already have a run in the queue") as refused:
        service.start(job(), name="the next", owner="a")
    assert refused.value.value == service.run(first).name
    with pytest.raises(NotPossibleNow, match="already have a run in the queue"):
        service.start_experiment([job(), job(seed=1)], owner="a")
    service.start(job(), owner="b")
    assert len(service.runs()) == 2  # nothing of what was refused is left
    service.send(first, Command.STOP)
    second = service.start(job(), owner="a")
    with pytest.raises(NotPossibleNow, match="already have a run in the queue"):
        service.resume(first, owner="a")
    service.send(second, Command.STOP)
    service.resume(first, owner="a")
    assert state(service, first) is RunState.QUEUED


def test_what_cannot_be_is_refused_with_its_state(service: RunService) -> None:
    run_id = service.start(job())
    with pytest.raises(NotPossibleNow, match="queued: it cannot be paused"):
        service.send(run_id, Command.PAUSE)
    with pytest.raises(NotPossibleNow, match="queued: it is not taking any steps"):
        service.step(run_id, 1)
    with pytest.raises(NotPossibleNow, match="nothing to resume"):
        service.resume(run_id)
    with pytest.raises(NotPossibleNow, match="cannot be deleted"):
        service.delete(run_id)
    with pytest.raises(UnknownRun):
        service.send("nobody", Command.STOP)


def test_a_run_is_named_annotated_and_deleted_with_its_files(moving: RunService) -> None:
    run_id = moving.start(job())
    until(lambda: state(moving, run_id) is RunState.FINISHED)
    moving.rename(run_id, "  The best one ")
    moving.annotate(run_id, "with <b>more</b> epochs")
    assert (moving.run(run_id).name, moving.run(run_id).note) == ("The best one", "with <b>more</b> epochs")
    folder = moving.folder(run_id)
    assert folder.is_dir()
    moving.delete(run_id)
    assert not folder.exists()
    assert moving.runs() == ()
    assert moving.store.events(run_id) == []


def test_a_paused_run_gives_up_its_place_at_once(moving: RunService) -> None:
    """A queued run starts as if none were paused; a resumed run is queued behind it and continues where it stopped."""
    paused = moving.start(endless(), owner="a")
    until(lambda: moving.run(paused).step > 6)
    moving.send(paused, Command.PAUSE)
    until(lambda: state(moving, paused) is RunState.PAUSED)
    stood = moving.run(paused).step
    other = moving.start(endless(), owner="b")
    assert moving.run(other).waits_seconds in (0.0, None)  # nobody is in front of it
    until(lambda: state(moving, other) is RunState.RUNNING)
    until(lambda: not has_worker(moving.folder(paused)))
    run = moving.run(paused)
    assert (run.state, run.step, run.has_model, run.can_resume) == (RunState.PAUSED, stood, True, True)
    moving.resume(paused)
    until(lambda: state(moving, paused) is RunState.QUEUED)
    assert moving.run(paused).place == 1
    moving.send(other, Command.STOP)
    until(lambda: moving.run(paused).step > stood)
    assert state(moving, other) is RunState.CANCELLED
    assert moving.run(paused).attempt == 2
    moving.send(paused, Command.STOP)
    until(lambda: state(moving, paused) is RunState.CANCELLED)
    assert [event.step for event in moving.events(paused, ["step"])][: stood + 1] == list(range(1, stood + 2))


def test_a_run_that_is_paused_while_others_wait_ends_its_worker(moving: RunService) -> None:
    first, second = moving.start(endless()), moving.start(endless())
    until(lambda: moving.run(first).step > 3)
    moving.send(first, Command.PAUSE)
    until(lambda: state(moving, second) is RunState.RUNNING)
    until(lambda: len(workers(moving)) == 1)
    moving.step(first, 3)  # queued for three steps, then paused again
    until(lambda: state(moving, first) is RunState.QUEUED)
    moving.send(second, Command.STOP)
    stood = moving.run(first).step
    until(lambda: (moving.run(first).step, state(moving, first)) == (stood + 3, RunState.PAUSED))


def test_a_paused_run_without_a_worker_is_stopped_at_once(moving: RunService) -> None:
    first, second = moving.start(endless()), moving.start(endless())
    until(lambda: moving.run(first).step > 3)
    moving.send(first, Command.PAUSE)
    until(lambda: state(moving, second) is RunState.RUNNING)
    until(lambda: not has_worker(moving.folder(first)))
    moving.send(first, Command.STOP)
    until(lambda: state(moving, first) is RunState.CANCELLED)
    assert moving.run(first).has_model
    moving.delete(first)


def test_a_paused_run_whose_worker_is_killed_stays_paused(moving: RunService) -> None:
    run_id = moving.start(endless())
    until(lambda: moving.run(run_id).step > 6)
    moving.send(run_id, Command.PAUSE)
    until(lambda: state(moving, run_id) is RunState.PAUSED)
    (worker,) = workers(moving)
    worker.kill()
    until(lambda: workers(moving) == [])
    moving.scheduler.find_dead()
    assert state(moving, run_id) is RunState.PAUSED
    stood = moving.run(run_id).step
    moving.resume(run_id)
    until(lambda: moving.run(run_id).step > stood)


def test_no_two_runs_share_a_name(service: RunService) -> None:
    for name in ("", "", "mine", "mine"):
        service.start(job(), name=name)
    service.start_experiment([job(), job(seed=1)])
    names = [str(run.name) for run in service.runs()]
    title = "Reviews, 1 epoch, all weights"
    assert sorted(names) == sorted([title, f"{title} (2)", "mine", "mine (2)", f"{title} (3)", f"{title}, seed 1"])
    newest = next(run for run in service.runs() if run.name == title)
    service.rename(newest.id, "mine")
    assert service.run(newest.id).name == "mine (3)"
    assert str(service.run(service.start(job())).name) == title  # it is free again


def test_a_run_on_a_file_is_named_by_the_file(service: RunService, tmp_path: Path) -> None:
    (tmp_path / "my dogs & cats.CSV").write_text("text,label\na,b\n")
    run_id = service.start(FineTune(DataSource(str(tmp_path / "my dogs & cats.CSV"))))
    assert str(service.run(run_id).name) == "my dogs _ cats.csv, 3 epochs, all weights"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../x/../data.CSV", "data.csv"),
        ("C:\\texts\\a.txt", "a.txt"),
        ("`a`\n*b*\0.tsv", "_a___b__.tsv"),
        ("..", "data"),
        ("x" * 300 + ".csv", "x" * 60 + ".csv"),
    ],
)
def test_a_file_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
