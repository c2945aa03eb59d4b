"""A run from the queue to its end, and every button on the way: real processes, a training that counts."""

import time

import pytest

from bertplay.errors import NotPossibleNow, UnknownRun
from bertplay.runs.desk import Desk
from bertplay.runs.state import RunState
from bertplay.training.events import Evaluated, Finished, Started, Step, Wish
from tests.unit.runs.conftest import config, state, until, workers

SECONDS_A_BUTTON = 2.0


def test_a_run_goes_from_the_queue_to_its_end(moving: Desk) -> None:
    run_id = moving.start(config(), name="mine")
    assert moving.run(run_id).place == 1
    until(lambda: state(moving, run_id) is RunState.FINISHED)
    run = moving.run(run_id)
    assert (run.name, run.step, run.total_steps, run.metrics, run.has_model) == ("mine", 20, 20, {"accuracy": 0.75}, True)
    assert run.ended is not None
    assert run.started is not None
    assert run.ended > run.started
    events = moving.events(run_id)
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert [event.step for event in events if isinstance(event, Step)] == list(range(1, 21))
    assert [event.step for event in events if isinstance(event, Evaluated)] == [5, 10, 15, 20]
    until(lambda: workers(moving) == [])


def test_whatever_is_asked_for_wakes_the_keeper(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(desk.keeper, "wake", lambda: woken.append("woken"))
    desk.start(config())
    desk.start_experiment([config(), config(seed=1)], name="two")
    assert len(woken) == 2


def test_pause_steps_and_go_on_each_within_two_seconds(moving: Desk) -> None:
    run_id = moving.start(config(epochs=50))
    until(lambda: moving.run(run_id).step > 3)
    moving.ask(run_id, Wish.PAUSE)
    assert until(lambda: state(moving, run_id) is RunState.PAUSED) < SECONDS_A_BUTTON
    stood = moving.run(run_id).step
    time.sleep(0.4)
    assert moving.run(run_id).step == stood
    for steps in (1, 10, 1):
        moving.step(run_id, steps)
        stood += steps
        assert until(lambda: (moving.run(run_id).step, state(moving, run_id)) == (stood, RunState.PAUSED)) < SECONDS_A_BUTTON  # noqa: B023
    time.sleep(0.4)
    assert moving.run(run_id).step == stood
    moving.ask(run_id, Wish.GO)
    assert until(lambda: moving.run(run_id).step > stood) < SECONDS_A_BUTTON
    assert state(moving, run_id) is RunState.RUNNING


@pytest.mark.parametrize("is_paused", [False, True])
def test_stop_keeps_the_best_and_resume_goes_on_from_the_checkpoint(moving: Desk, is_paused: bool) -> None:
    run_id = moving.start(config(epochs=10))
    until(lambda: moving.run(run_id).step > 11)
    if is_paused:
        moving.ask(run_id, Wish.PAUSE)
        until(lambda: state(moving, run_id) is RunState.PAUSED)
    moving.ask(run_id, Wish.STOP)
    assert until(lambda: state(moving, run_id) is RunState.CANCELLED) < SECONDS_A_BUTTON
    stopped = moving.run(run_id)
    assert stopped.has_model
    moving.resume(run_id)
    until(lambda: state(moving, run_id) is RunState.FINISHED)
    assert moving.run(run_id).attempt == 2
    assert [event.step for event in moving.events(run_id, ["step"])] == list(range(1, 201))  # none twice, none missing
    assert [event.step for event in moving.events(run_id, ["evaluated"])] == list(range(5, 201, 5))


def test_what_waits_is_stopped_at_once(desk: Desk) -> None:
    run_id = desk.start(config())
    desk.ask(run_id, Wish.STOP)
    assert state(desk, run_id) is RunState.CANCELLED
    desk.ask(run_id, Wish.STOP)  # again does no harm


def test_a_browser_has_one_place_in_the_queue(desk: Desk) -> None:
    first = desk.start(config(), browser="a")
    with pytest.raises(NotPossibleNow, match="waiting in the queue already") as refused:
        desk.start(config(), name="the next", browser="a")
    assert refused.value.value == desk.run(first).name
    with pytest.raises(NotPossibleNow, match="waiting in the queue already"):
        desk.start_experiment([config(), config(seed=1)], browser="a")
    desk.start(config(), browser="b")
    assert len(desk.runs()) == 2  # nothing of what was refused is left
    desk.ask(first, Wish.STOP)
    second = desk.start(config(), browser="a")
    with pytest.raises(NotPossibleNow, match="waiting in the queue already"):
        desk.resume(first, browser="a")
    desk.ask(second, Wish.STOP)
    desk.resume(first, browser="a")
    assert state(desk, first) is RunState.QUEUED


def test_what_cannot_be_is_refused_with_its_state(desk: Desk) -> None:
    run_id = desk.start(config())
    with pytest.raises(NotPossibleNow, match="queued: it cannot pause"):
        desk.ask(run_id, Wish.PAUSE)
    with pytest.raises(NotPossibleNow, match="queued: it makes no steps"):
        desk.step(run_id, 1)
    with pytest.raises(NotPossibleNow, match="nothing to resume"):
        desk.resume(run_id)
    with pytest.raises(NotPossibleNow, match="not deleted"):
        desk.delete(run_id)
    with pytest.raises(UnknownRun):
        desk.ask("nobody", Wish.STOP)


def test_a_run_is_named_annotated_and_deleted_with_its_files(moving: Desk) -> None:
    run_id = moving.start(config())
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
