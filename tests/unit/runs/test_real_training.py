"""The worker as it is shipped, with transformers, on a tiny model: what only a real training can get wrong."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bertplay.models.catalog import KEPT, find_model
from bertplay.runs.desk import Desk
from bertplay.runs.forecast import forecast
from bertplay.runs.keeper import Keeper
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.training.events import Step, Wish
from tests.tiny import save_bert
from tests.unit.runs.conftest import state, until, workers

SECONDS = 150.0


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the real worker, and a tiny model in the folder of own models."""
    save_bert(tmp_path / "models" / "tiny")
    settings = Settings(runs_dir=tmp_path / "runs", models_dir=tmp_path / "models", run_threads=1)
    desk = Desk(settings, Keeper(Store(settings)))
    desk.keeper.start()
    yield desk
    desk.keeper.stop()
    for process in workers(desk):
        process.kill()
    until(lambda: desk.keeper.children() == [])
    desk.store.close()


def config(tmp_path: Path, epochs: int, rate: float = 1e-3) -> FineTuneConfig:
    words = ["good", "happy", "open", "warm", "new", "bad", "sad", "closed", "cold", "old"]
    lines = [
        f"the {word} {thing} {i},{'up' if words.index(word) < 5 else 'down'}"
        for i in range(8)
        for word in words
        for thing in ("dog", "sea")
    ]
    file = tmp_path / "rows.csv"
    file.write_text("text,label\n" + "\n".join(lines))
    return FineTuneConfig(DataSource(str(file)), model="local/tiny", epochs=epochs, learning_rate=rate, own_sentences=("the good dog",))


@pytest.mark.timeout(400)
def test_stopped_its_checkpoint_damaged_resumed_finished(trainer: Desk, tmp_path: Path) -> None:
    run_id = trainer.start(config(tmp_path, epochs=40), name="tiny")
    until(lambda: trainer.run(run_id).step >= 10, SECONDS)
    trainer.ask(run_id, Wish.STOP)
    until(lambda: state(trainer, run_id) is RunState.CANCELLED, SECONDS)
    assert trainer.run(run_id).has_model
    assert find_model(f"run/{run_id}", trainer.settings).title == "tiny"
    checkpoints = trainer.folder(run_id) / "checkpoints"
    newest = max(checkpoints.glob("step-*"), key=lambda folder: int(folder.name[5:]))
    weights = newest / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-50] + b"\xff" * 50)
    trainer.resume(run_id)
    until(lambda: state(trainer, run_id) in (RunState.FINISHED, RunState.FAILED), SECONDS)
    run = trainer.run(run_id)
    assert (run.state, run.step, run.problem) == (RunState.FINISHED, run.total_steps, "")
    steps = [event.step for event in trainer.events(run_id, ["step"])]
    assert steps == list(range(1, run.total_steps + 1))
    assert run.metrics["accuracy"] > 0.9  # ten words decide


@pytest.mark.timeout(400)
def test_a_rate_that_gives_nan_fails_with_what_to_do(trainer: Desk, tmp_path: Path) -> None:
    exploding = replace(config(tmp_path, epochs=100, rate=10.0), method=Method.BILSTM, weight_decay=1.0)  # each step turns the weights over
    run_id = trainer.start(exploding)
    until(lambda: not trainer.run(run_id).is_moving, SECONDS)
    run = trainer.run(run_id)
    assert run.state is RunState.FAILED
    assert "not a number" in run.problem
    assert "Lower the learning rate" in run.remedy
    assert not (trainer.folder(run_id) / KEPT).exists()
    until(lambda: workers(trainer) == [])


@pytest.mark.timeout(400)
@pytest.mark.skipif(os.name != "posix", reason="no worker waits on this system")
def test_foretold_trained_by_the_one_that_waited_and_the_same_by_a_cold_one(tmp_path: Path) -> None:
    """Measuring leaves no trace in what is learned, and the forecast is of the right size."""
    save_bert(tmp_path / "models" / "tiny")
    settings = Settings(runs_dir=tmp_path / "runs", models_dir=tmp_path / "models", run_threads=1, ready_worker=True)
    desk = Desk(settings, Keeper(Store(settings)))
    desk.keeper.start()
    wanted = config(tmp_path, epochs=4)
    wanted = replace(wanted, data=DataSource(str(desk.keep_file(Path(wanted.data.train).read_bytes(), ".csv"))))
    until(lambda: forecast(desk, [wanted]).seconds is not None, SECONDS)
    told = forecast(desk, [wanted])
    assert told.memory_bytes is not None
    assert 2e8 < told.memory_bytes < 3e9
    losses = []
    for _ in range(2):
        run_id = desk.start(wanted)
        until(lambda: state(desk, run_id) is RunState.FINISHED, SECONDS)  # noqa: B023
        losses.append([event.loss for event in desk.events(run_id, ["step"]) if isinstance(event, Step)])
    assert len(losses[0]) == desk.run(run_id).total_steps
    assert losses[0] == losses[1]
    desk.keeper.stop()
    until(lambda: desk.keeper.children() == [])
    desk.store.close()
