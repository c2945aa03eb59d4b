"""The queue's order and places, what the store keeps, what leaves it as files, and the catalog of tuned models."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from bertplay.errors import BadInput, NotPossibleNow, UnknownModel
from bertplay.models.catalog import KEPT, RUN_MODEL, catalog, find_model
from bertplay.runs.curves import MOST_POINTS, curves_of
from bertplay.runs.desk import Desk
from bertplay.runs.exports import evaluations_csv, events_jsonl, model_zip, runs_csv, runs_jsonl
from bertplay.runs.kept import publish_model, withdraw_model
from bertplay.runs.queue import in_order, places
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import RunState
from bertplay.runs.tables import RunRow
from bertplay.settings import Settings
from bertplay.training.config import DataSource, FineTuneConfig
from bertplay.training.events import Evaluated, Started, Step
from tests.tiny import save_bert
from tests.unit.runs.conftest import config, state


def row(id_: str, at: float, browser: str = "", state: RunState = RunState.QUEUED, **values: float) -> RunRow:
    return RunRow(id=id_, queued_at=at, created=at, browser=browser, experiment="", state=state, **values)


def test_everybody_has_a_first_turn_before_anybody_has_a_second() -> None:
    rows = [row("a1", 1, "a"), row("a2", 2, "a"), row("a3", 3, "a"), row("b1", 4, "b"), row("c1", 5)]
    assert [one.id for one in in_order(rows)] == ["a1", "b1", "c1", "a2", "a3"]


def test_places_and_waiting_times_add_up() -> None:
    rows = [
        row("now", 0, state=RunState.RUNNING, seconds_left=10.0),
        row("next", 1, estimate_seconds=20.0),
        row("then", 2, estimate_seconds=5.0),
        row("last", 3),
    ]
    found = places(rows)
    assert {name: (place.number, place.seconds) for name, place in found.items()} == {
        "next": (1, 10.0),
        "then": (2, 30.0),
        "last": (3, 35.0),
    }
    two = places(rows, at_once=2)
    assert [two[name].seconds for name in ("next", "then", "last")] == [0.0, 10.0, 15.0]


def test_nobody_knows_how_long_what_was_never_measured_takes() -> None:
    found = places([row("now", 0, state=RunState.RUNNING), row("next", 1, estimate_seconds=3.0), row("then", 2)])
    assert (found["next"].seconds, found["then"].seconds) == (None, None)


def claimed(desk: Desk, run_id: str) -> Reporter:
    attempt = desk.store.claim(run_id)
    assert attempt is not None
    return Reporter(desk.store, run_id, attempt)


def test_only_so_many_are_claimed_at_once(desk: Desk) -> None:
    first, second = desk.start(config()), desk.start(config(seed=1))
    assert desk.store.claim(first) == 1
    assert desk.store.claim(second) is None
    assert desk.store.claim(first) is None  # taken already


def test_an_old_worker_cannot_write_into_a_new_attempt(desk: Desk) -> None:
    run_id = desk.start(config())
    old = claimed(desk, run_id)
    old(Started(1.0, 0, 10, 5, 5, ("a", "b"), 1, 1, 0.5, 1.0, 1))
    desk.tend()  # nobody holds the lock: interrupted
    assert state(desk, run_id) is RunState.INTERRUPTED
    old(Evaluated(2.0, 1, 0.1, 5, 1.0, 1.0, 0.5))
    assert old.is_outdated
    assert [event.step for event in desk.events(run_id)] == [0]


def test_many_steps_are_thinned_to_what_a_page_can_show(desk: Desk) -> None:
    run_id = desk.start(config())
    reporter = claimed(desk, run_id)
    for step in range(1, 3_001):
        reporter(Step(float(step), step, 2.0, 1e-4, 10.0, 1.0))
    reporter.write()
    assert desk.store.count_events(run_id) == 3_000
    curves = curves_of(desk.run(run_id), desk.events(run_id))
    assert len(curves.steps) == MOST_POINTS
    assert curves.steps[-1].step == 3_000
    assert {point.loss for point in curves.steps} == {2.0}


def test_an_experiment_is_one_place_stopped_and_resumed_together(desk: Desk) -> None:
    experiment = desk.start_experiment([config(seed=seed) for seed in range(5)], browser="a")
    runs = [run for run in desk.runs() if run.experiment == experiment]
    assert sorted(run.place or 0 for run in runs) == [1, 2, 3, 4, 5]
    assert [run.config.seed for run in sorted(runs, key=lambda run: run.place or 0)] == [0, 1, 2, 3, 4]
    with pytest.raises(NotPossibleNow):
        desk.start(config(), browser="a")
    assert desk.ask_experiment(experiment, resume=False) == 5
    assert {run.state for run in desk.runs()} == {RunState.CANCELLED}
    assert desk.ask_experiment(experiment, resume=True) == 5
    with pytest.raises(BadInput, match="too many runs"):
        desk.start_experiment([config()] * 121)


def test_a_file_is_kept_so_that_the_run_can_be_resumed_when_it_is_gone(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("text,label\na,b\n")
    run_id = desk.start(FineTuneConfig(DataSource(str(file))))
    file.unlink()
    kept = Path(desk.run(run_id).config.data.train)
    assert kept.read_text() == "text,label\na,b\n"
    again = desk.start(FineTuneConfig(DataSource(str(kept))))
    assert desk.run(again).config.data.train == str(kept)  # the same file is kept once
    with pytest.raises(BadInput, match="cannot be read"):
        desk.start(FineTuneConfig(DataSource(str(tmp_path / "nowhere.csv"))))


def test_exports_say_what_the_store_says(desk: Desk) -> None:
    run_id = desk.start(config(), name="=SUM(A1)")
    reporter = claimed(desk, run_id)
    reporter(Evaluated(2.0, 1, 0.1, 5, float("nan"), 1.0, 0.5))
    table = list(csv.DictReader(io.StringIO(runs_csv(desk.runs()).decode("utf-8-sig"))))
    assert (table[0]["id"], table[0]["name"], table[0]["method"]) == (run_id, "'=SUM(A1)", "full")
    assert json.loads(runs_jsonl(desk.runs()))["config"]["data"]["train"] == "sample:reviews"
    assert json.loads(events_jsonl(desk, [run_id]))["train_loss"] is None  # JSON has no NaN
    (line,) = csv.DictReader(io.StringIO(evaluations_csv(desk, [run_id]).decode("utf-8-sig")))
    assert (line["run"], line["accuracy"]) == (run_id, "0.5")


def test_a_model_is_in_the_catalog_once_it_is_whole_and_no_sooner(desk: Desk, settings: Settings) -> None:
    run_id = desk.start(config(), name="Good or bad?")
    folder = desk.folder(run_id)
    save_bert(folder / RUN_MODEL)
    assert f"run/{run_id}" not in {entry.id for entry in catalog(settings)}
    with pytest.raises(UnknownModel):
        find_model(f"run/{run_id}", settings)
    with pytest.raises(NotPossibleNow, match="no model yet"):
        model_zip(folder)
    publish_model(folder, "Good or bad?")
    entry = next(entry for entry in catalog(settings) if entry.id == f"run/{run_id}")
    assert (entry.title, entry.is_here) == ("Good or bad?", True)
    desk.rename(run_id, "Better")
    assert find_model(f"run/{run_id}", settings).title == "Better"
    with zipfile.ZipFile(io.BytesIO(model_zip(folder))) as packed:
        assert {"model/config.json", "model/model.safetensors"} <= set(packed.namelist())
    withdraw_model(folder)
    assert not (folder / KEPT).exists()
    assert f"run/{run_id}" not in {entry.id for entry in catalog(settings)}


@pytest.mark.parametrize("bad", ["run/../bert", "run/", "run/a/b", "run/.hidden"])
def test_no_id_of_a_run_leads_out_of_their_folder(settings: Settings, bad: str) -> None:
    with pytest.raises(UnknownModel):
        find_model(bad, settings)
