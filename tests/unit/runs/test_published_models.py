"""The model of a run in the store that machines share: put there by its worker, kept in step with its run, and deleted with it."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bertplay.errors import BadInput, StoreUnavailable, UnknownModel, UnknownRun
from bertplay.models.published import PublishedModels, published_models
from bertplay.models.run_folder import RUN_MODEL
from bertplay.runs.exports import model_zip
from bertplay.runs.launchers.base import environment_of
from bertplay.runs.launchers.local import LocalLauncher
from bertplay.runs.saved_model import publish_missing, publish_model
from bertplay.runs.scheduler import Scheduler
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.runs.worker import NOT_PUBLISHED
from bertplay.settings import Settings
from tests.unit.runs.conftest import SMALL_WORKER, endless, job, state
from tests.waiting import until

ROOT = Path(__file__).parents[3]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "store").mkdir()
    return Settings(runs_dir=tmp_path / "runs", hub_dir=tmp_path / "hub", published_models=f"file://{tmp_path}/store", run_threads=1)


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Settings) -> Settings:
    """A machine with folders of its own."""
    return settings.model_copy(update={"runs_dir": tmp_path / "elsewhere" / "runs", "hub_dir": tmp_path / "elsewhere" / "hub"})


def published(settings: Settings) -> PublishedModels:
    store = published_models(settings)
    assert store is not None
    return store


@pytest.fixture
def finished(moving: RunService) -> Iterator[str]:
    """A run whose worker has published its model."""
    run_id = moving.start(job(), name="mine")
    until(lambda: state(moving, run_id) is RunState.FINISHED)
    yield run_id
    with suppress(UnknownRun):
        assert moving.run(run_id).problem == ""


def test_a_finished_run_is_published_by_its_worker(finished: str, elsewhere: Settings) -> None:
    model = published(elsewhere).find(finished)
    assert model is not None
    assert (model.title, model.spec, list(model.files)) == ("mine", None, ["numbers.txt"])  # what counts is no transformer
    folder = published(elsewhere).fetch(finished)
    assert folder is not None
    with zipfile.ZipFile(io.BytesIO(model_zip(folder))) as packed:
        assert packed.read("model/numbers.txt") == b"1 2 3"


def test_its_name_follows_and_it_is_deleted_with_its_run(moving: RunService, finished: str, elsewhere: Settings, tmp_path: Path) -> None:
    moving.rename(finished, "better")
    assert {run_id: model.title for run_id, model in published(elsewhere).refresh().items()} == {finished: "better"}
    moving.delete(finished)
    assert published(elsewhere).refresh() == {}
    assert list((tmp_path / "store").rglob("*.txt")) == []


def test_while_it_trains_again_nothing_of_it_is_published(moving: RunService, elsewhere: Settings) -> None:
    run_id = moving.start(endless())
    until(lambda: moving.run(run_id).step > 3)
    shutil.copytree(ROOT / "tests" / "unit" / "runs", moving.folder(run_id) / RUN_MODEL, dirs_exist_ok=True)
    published(moving.settings).publish(run_id, moving.folder(run_id) / RUN_MODEL, "before", None)
    [worker] = moving.scheduler.launcher.children()  # type: ignore[attr-defined]
    os.kill(worker, 9)
    until(lambda: state(moving, run_id) is RunState.INTERRUPTED)
    assert set(published(elsewhere).refresh()) == {run_id}
    moving.resume(run_id)
    until(lambda: published(elsewhere).refresh() == {})


@pytest.fixture
def unreachable(tmp_path: Path) -> Iterator[RunService]:
    """A machine whose store is a folder that cannot be written: a file is in its place."""
    (tmp_path / "file").write_text("")
    settings = Settings(
        runs_dir=tmp_path / "runs", hub_dir=tmp_path / "hub", published_models=f"file://{tmp_path}/file/store", run_threads=1
    )
    service = RunService(settings, Scheduler(Store(settings), LocalLauncher(settings, SMALL_WORKER)))
    service.scheduler.start()
    yield service
    service.scheduler.stop()
    until(lambda: service.scheduler.launcher.children() == [])  # type: ignore[attr-defined]
    service.store.close()


def test_a_run_whose_model_cannot_be_published_is_finished_and_says_so(unreachable: RunService, tmp_path: Path) -> None:
    run_id = unreachable.start(job())
    until(lambda: state(unreachable, run_id) is RunState.FINISHED)
    run = unreachable.run(run_id)
    assert run.problem.startswith(f"{NOT_PUBLISHED} (The store of finished models cannot be used: ")
    assert run.remedy == "Publish it later: `python -m bertplay publish`."
    assert model_zip(unreachable.folder(run_id))
    with pytest.raises(StoreUnavailable):
        unreachable.delete(run_id)
    assert unreachable.run(run_id).has_model  # nothing was deleted by half
    (tmp_path / "file").unlink()
    assert publish_missing(unreachable.store) == [run_id]
    assert publish_missing(unreachable.store) == []
    assert publish_missing(unreachable.store, run_id) == [run_id]
    assert unreachable.run(run_id).problem == ""


def test_what_is_to_be_published_must_be_here(service: RunService, elsewhere: Settings) -> None:
    with pytest.raises(UnknownModel, match="has no model on this machine"):
        publish_missing(service.store, "k3m9xw2a")
    assert not publish_model(elsewhere, "k3m9xw2a", "nothing")
    without = service.settings.model_copy(update={"published_models": "none"})
    assert not publish_model(without, "k3m9xw2a", "nothing")
    with pytest.raises(BadInput, match="No store of finished models is set"):
        publish_missing(Store(without))


def test_another_process_without_the_folder_of_the_run_answers_with_its_model(
    service: RunService, elsewhere: Settings, tiny_folder: Path
) -> None:
    """Two processes, each with folders of its own: one publishes, `mask` in the other fetches."""
    run_id = service.start(job(), name="mine")
    shutil.copytree(tiny_folder, service.settings.runs_dir / run_id / RUN_MODEL)
    (service.settings.runs_dir / run_id / "saved_model.json").write_text('{"title": "mine"}')
    assert publish_model(service.settings, run_id, "mine")
    asked = [sys.executable, "-m", "bertplay", "mask", "the capital of france is [MASK].", "--model", f"run/{run_id}", "--json"]
    answers = [
        subprocess.run(asked, cwd=ROOT, env=os.environ | environment_of(where), capture_output=True, text=True, check=True).stdout
        for where in (service.settings, elsewhere)
    ]
    assert json.loads(answers[0]) == json.loads(answers[1])
    assert not (elsewhere.runs_dir / run_id).exists()
    assert len(list((elsewhere.hub_dir / ".runs").iterdir())) == 1
