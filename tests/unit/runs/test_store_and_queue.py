"""The queue's order and places_in_queue, what the store keeps, what leaves it as files, and the catalog of tuned models."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from bertplay.errors import BadInput, NotPossibleNow, UnknownModel
from bertplay.i18n import lazy, localized, using_language
from bertplay.models.catalog import catalog, find_model
from bertplay.models.run_folder import RUN_MODEL, SAVED_MODEL, complete, reopen
from bertplay.results.training_events import Evaluated, Started, Step
from bertplay.runs.curves import curves_of
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.exports import evaluations_csv, events_jsonl, model_zip, runs_csv
from bertplay.runs.queue import in_order, places_in_queue
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.tables import RunRow
from bertplay.settings import Settings
from bertplay.training.curves import MAX_POINTS
from bertplay.training.jobs import DataSource, FineTune
from tests.tiny import save_bert
from tests.unit.runs.conftest import job, state


def row(id_: str, at: float, owner: str = "", state: RunState = RunState.QUEUED, **values: float) -> RunRow:
    return RunRow(id=id_, queued_at=at, created=at, owner=owner, experiment="", state=state, **values)


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
    found = places_in_queue(rows)
    assert {name: (place.number, place.seconds) for name, place in found.items()} == {
        "next": (1, 10.0),
        "then": (2, 30.0),
        "last": (3, 35.0),
    }
    two = places_in_queue(rows, at_once=2)
    assert [two[name].seconds for name in ("next", "then", "last")] == [0.0, 10.0, 15.0]


def test_nobody_knows_how_long_what_was_never_measured_takes() -> None:
    found = places_in_queue([row("now", 0, state=RunState.RUNNING), row("next", 1, estimate_seconds=3.0), row("then", 2)])
    assert (found["next"].seconds, found["then"].seconds) == (None, None)


def claimed(service: RunService, run_id: str) -> EventWriter:
    attempt = service.store.claim(run_id)
    assert attempt is not None
    return EventWriter(service.store, run_id, attempt)


def test_only_so_many_are_claimed_at_once(service: RunService) -> None:
    first, second = service.start(job()), service.start(job(seed=1))
    assert service.store.claim(first) == 1
    assert service.store.claim(second) is None
    assert service.store.claim(first) is None  # taken already


def test_an_old_worker_cannot_write_into_a_new_attempt(service: RunService) -> None:
    run_id = service.start(job())
    old = claimed(service, run_id)
    old(Started(1.0, 0, 10, 5, 5, ("a", "b"), 1, 1, 0.5, 1.0, 1))
    service.check_queue()  # nobody holds the lock: interrupted
    assert state(service, run_id) is RunState.INTERRUPTED
    old(Evaluated(2.0, 1, 0.1, 5, 1.0, 1.0, 0.5))
    assert old.is_outdated
    assert [event.step for event in service.events(run_id)] == [0]


def test_many_steps_are_thinned_to_what_a_page_can_show(service: RunService) -> None:
    run_id = service.start(job())
    writer = claimed(service, run_id)
    for step in range(1, 3_001):
        writer(Step(float(step), step, 2.0, 1e-4, 10.0, 1.0))
    writer.write()
    assert len(service.events(run_id)) == 3_000
    curves = curves_of(service.run(run_id), service.events(run_id))
    assert len(curves.steps) == MAX_POINTS
    assert curves.steps[-1].step == 3_000
    assert {point.loss for point in curves.steps} == {2.0}


def test_an_experiment_is_one_place_stopped_and_resumed_together(service: RunService) -> None:
    experiment = service.start_experiment([job(seed=seed) for seed in range(5)], owner="a")
    runs = [run for run in service.runs() if run.experiment == experiment]
    assert sorted(run.place or 0 for run in runs) == [1, 2, 3, 4, 5]
    assert [run.job.seed for run in sorted(runs, key=lambda run: run.place or 0)] == [0, 1, 2, 3, 4]
    with pytest.raises(NotPossibleNow):
        service.start(job(), owner="a")
    assert service.stop_experiment(experiment) == 5
    assert {run.state for run in service.runs()} == {RunState.CANCELLED}
    assert service.resume_experiment(experiment) == 5
    with pytest.raises(BadInput, match="too many runs"):
        service.start_experiment([job()] * 121)


def test_a_file_is_copied_so_that_the_run_can_be_resumed_when_it_is_gone(service: RunService, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("text,label\na,b\n")
    run_id = service.start(FineTune(DataSource(str(file))))
    file.unlink()
    kept = Path(service.run(run_id).job.data.train)
    assert kept.read_text() == "text,label\na,b\n"
    again = service.start(FineTune(DataSource(str(kept))))
    assert service.run(again).job.data.train == str(kept)  # the same file is kept once
    with pytest.raises(BadInput, match="cannot be read"):
        service.start(FineTune(DataSource(str(tmp_path / "nowhere.csv"))))


def test_exports_say_what_the_store_says(service: RunService) -> None:
    run_id = service.start(job(), name="=SUM(A1)")
    writer = claimed(service, run_id)
    writer(Evaluated(2.0, 1, 0.1, 5, float("nan"), 1.0, 0.5))
    table = list(csv.DictReader(io.StringIO(runs_csv(service.runs()).decode("utf-8-sig"))))
    assert (table[0]["id"], table[0]["name"], table[0]["method"]) == (run_id, "'=SUM(A1)", "full")
    assert json.loads(events_jsonl(service, [run_id]))["train_loss"] is None  # JSON has no NaN
    (line,) = csv.DictReader(io.StringIO(evaluations_csv(service, [run_id]).decode("utf-8-sig")))
    assert (line["run"], line["accuracy"]) == (run_id, "0.5")


def test_a_model_is_in_the_catalog_once_it_is_whole_and_no_sooner(service: RunService, settings: Settings) -> None:
    run_id = service.start(job(), name="Good or bad?")
    folder = service.folder(run_id)
    save_bert(folder / RUN_MODEL)
    assert f"run/{run_id}" not in {entry.id for entry in catalog(settings)}
    with pytest.raises(UnknownModel):
        find_model(f"run/{run_id}", settings)
    with pytest.raises(NotPossibleNow, match="no model yet"):
        model_zip(folder)
    complete(folder, "Good or bad?")
    entry = next(entry for entry in catalog(settings) if entry.id == f"run/{run_id}")
    assert (entry.title, entry.is_available) == ("Good or bad?", True)
    complete(folder, lazy("{n} epochs", n=3))
    with using_language("fr"):
        assert localized(find_model(f"run/{run_id}", settings).title) == "3 époques", "each reader's language"
    service.rename(run_id, "Better")
    assert find_model(f"run/{run_id}", settings).title == "Better"
    with zipfile.ZipFile(io.BytesIO(model_zip(folder))) as packed:
        assert {"model/config.json", "model/model.safetensors"} <= set(packed.namelist())
    reopen(folder)
    assert not (folder / SAVED_MODEL).exists()
    assert f"run/{run_id}" not in {entry.id for entry in catalog(settings)}


@pytest.mark.parametrize("bad", ["run/../bert", "run/", "run/a/b", "run/.hidden"])
def test_no_id_of_a_run_leads_out_of_their_folder(settings: Settings, bad: str) -> None:
    with pytest.raises(UnknownModel):
        find_model(bad, settings)
