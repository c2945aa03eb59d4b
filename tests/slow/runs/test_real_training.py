"""The worker as it is shipped, with transformers, on a tiny model: what only a real training can get wrong."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bertplay.models.catalog import find_model
from bertplay.models.run_folder import SAVED_MODEL
from bertplay.results.training_events import Step
from bertplay.runs.forecast import forecast
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method
from tests.tiny import save_bert
from tests.unit.runs.conftest import state, workers
from tests.waiting import until


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[RunService]:
    """A service with the real worker, and a tiny model in the folder of own models."""
    save_bert(tmp_path / "models" / "tiny")
    settings = Settings(runs_dir=tmp_path / "runs", models_dir=tmp_path / "models", run_threads=1)
    service = RunService(settings, Scheduler(Store(settings)))
    service.scheduler.start()
    yield service
    service.scheduler.stop()
    for process in workers(service):
        process.kill()
    until(lambda: service.scheduler.launcher.children() == [])
    service.store.close()


def job(tmp_path: Path, epochs: int, rate: float = 1e-3) -> FineTune:
    words = ["good", "happy", "open", "warm", "new", "bad", "sad", "closed", "cold", "old"]
    lines = [
        f"the {word} {thing} {i},{'up' if words.index(word) < 5 else 'down'}"
        for i in range(8)
        for word in words
        for thing in ("dog", "sea")
    ]
    file = tmp_path / "rows.csv"
    file.write_text("text,label\n" + "\n".join(lines))
    return FineTune(DataSource(str(file)), model="local/tiny", epochs=epochs, learning_rate=rate, probe_sentences=("the good dog",))


def test_stopped_its_checkpoint_damaged_resumed_finished(trainer: RunService, tmp_path: Path) -> None:
    run_id = trainer.start(job(tmp_path, epochs=40), name="tiny")
    until(lambda: trainer.run(run_id).step >= 10)
    trainer.send(run_id, Command.STOP)
    until(lambda: state(trainer, run_id) is RunState.CANCELLED)
    assert trainer.run(run_id).has_model
    assert find_model(f"run/{run_id}", trainer.settings).title == "tiny"
    checkpoints = trainer.folder(run_id) / "checkpoints"
    newest = max(checkpoints.glob("step-*"), key=lambda folder: int(folder.name[5:]))
    weights = newest / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-50] + b"\xff" * 50)
    trainer.resume(run_id)
    until(lambda: state(trainer, run_id) in (RunState.FINISHED, RunState.FAILED))
    run = trainer.run(run_id)
    assert (run.state, run.step, run.problem) == (RunState.FINISHED, run.total_steps, "")
    steps = [event.step for event in trainer.events(run_id, ["step"])]
    assert steps == list(range(1, run.total_steps + 1))
    assert run.metrics["accuracy"] > 0.9  # ten words decide


def test_a_rate_that_gives_nan_fails_with_what_to_do(trainer: RunService, tmp_path: Path) -> None:
    exploding = replace(job(tmp_path, epochs=100, rate=10.0), method=Method.BILSTM, weight_decay=1.0)  # each step turns the weights over
    run_id = trainer.start(exploding)
    until(lambda: not trainer.run(run_id).is_moving)
    run = trainer.run(run_id)
    assert run.state is RunState.FAILED
    assert "no longer a number" in run.problem
    assert "Lower the learning rate" in run.remedy
    assert not (trainer.folder(run_id) / SAVED_MODEL).exists()
    until(lambda: workers(trainer) == [])


@pytest.mark.skipif(os.name != "posix", reason="no worker waits on this system")
def test_a_warm_worker_and_a_cold_one_train_the_same_as_estimated(tmp_path: Path) -> None:
    """Measuring leaves no trace in what is learned, and the forecast is of the right size."""
    save_bert(tmp_path / "models" / "tiny")
    settings = Settings(runs_dir=tmp_path / "runs", models_dir=tmp_path / "models", run_threads=1, warm_worker=True)
    service = RunService(settings, Scheduler(Store(settings)))
    service.scheduler.start()
    wanted = job(tmp_path, epochs=4)
    wanted = replace(wanted, data=DataSource(str(service.save_file(Path(wanted.data.train).read_bytes(), "rows.csv"))))
    until(lambda: forecast(service, [wanted]).seconds is not None)
    told = forecast(service, [wanted])
    assert told.memory_bytes is not None
    assert 2e8 < told.memory_bytes < 3e9
    losses = []
    for _ in range(2):
        run_id = service.start(wanted)
        until(lambda: state(service, run_id) is RunState.FINISHED)  # noqa: B023
        losses.append([event.loss for event in service.events(run_id, ["step"]) if isinstance(event, Step)])
    assert len(losses[0]) == service.run(run_id).total_steps
    assert losses[0] == losses[1]
    service.scheduler.stop()
    until(lambda: service.scheduler.launcher.children() == [])
    service.store.close()
