"""Finished models in a store that machines share: published completely or not at all, fetched by digest, removed again."""

import json
import os
import shutil
import sys
import threading
import time
import uuid
from pathlib import Path

import fsspec
import pytest

from bertplay.errors import BadInput, ModelUnavailable, StoreUnavailable, UnknownModel
from bertplay.models import fetched
from bertplay.models.catalog import catalog, find_model, run_folder, spec_of_folder
from bertplay.models.fingerprint import digest_of
from bertplay.models.loading import load_model
from bertplay.models.manifest import digest
from bertplay.models.published import PublishedModels, published_models, within
from bertplay.models.published_model import PublishedFile, PublishedModel
from bertplay.models.run_folder import RUN_MODEL, complete
from bertplay.settings import Settings
from bertplay.tasks.masked_word import predict_masked_words

RUN = "k3m9xw2a"


@pytest.fixture(params=["file", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store of each kind."""
    return f"file://{tmp_path}/store" if request.param == "file" else f"memory://{uuid.uuid4().hex}/store"


def machine(tmp_path: Path, name: str, address: str, **options: object) -> Settings:
    """The settings of a machine with folders of its own."""
    values = {"runs_dir": tmp_path / name / "runs", "hub_dir": tmp_path / name / "hub", "models_dir": tmp_path / name / "models"}
    return Settings(**values, published_models=address, **options)  # type: ignore[arg-type]


def store_of(settings: Settings) -> PublishedModels:
    store = published_models(settings)
    assert store is not None
    return store


@pytest.fixture
def trainer(tmp_path: Path, address: str, tiny_folder: Path) -> Settings:
    """A machine with the model of a run, which it has published."""
    settings = machine(tmp_path, "trainer", address)
    publish(settings, tiny_folder, "Good or bad?")
    return settings


def publish(settings: Settings, folder: Path, title: str) -> None:
    shutil.copytree(folder, settings.runs_dir / RUN / RUN_MODEL, dirs_exist_ok=True)
    complete(settings.runs_dir / RUN, title)
    model = settings.runs_dir / RUN / RUN_MODEL
    store_of(settings).publish(RUN, model, title, spec_of_folder(f"run/{RUN}", model))


@pytest.fixture
def other(tmp_path: Path, address: str, trainer: Settings) -> Settings:
    """Another machine: it shares nothing but the store."""
    return machine(tmp_path, "other", address)


def listed(settings: Settings) -> dict[str, str]:
    """Titles of the models of runs, by their ids, as the catalog has them after a refresh."""
    store_of(settings).refresh()
    return {entry.id: entry.title for entry in catalog(settings) if entry.id.startswith("run/")}


def test_a_model_of_another_machine_is_listed_fetched_and_answers_the_same(trainer: Settings, other: Settings) -> None:
    text = "the capital of france is [MASK]."
    assert listed(other) == {f"run/{RUN}": "Good or bad?"}
    assert not (other.hub_dir / fetched.FOLDER).exists()  # listing fetches nothing
    here, there = find_model(f"run/{RUN}", trainer), find_model(f"run/{RUN}", other)
    assert (there.abilities, there.title, there.parameters) == (here.abilities, here.title, here.parameters)
    answers = [predict_masked_words(load_model(spec, settings=settings), text) for spec, settings in ((here, trainer), (there, other))]
    assert answers[0] == answers[1]
    assert not other.runs_dir.exists()


def test_the_machine_that_has_the_run_needs_no_copy(trainer: Settings) -> None:
    assert run_folder(RUN, trainer) == trainer.runs_dir / RUN
    assert listed(trainer) == {f"run/{RUN}": "Good or bad?"}
    assert not trainer.hub_dir.exists()


def test_a_second_ask_fetches_nothing(other: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_folder(RUN, other)
    monkeypatch.setattr(fetched.Copies, "_fetch", lambda *_: pytest.fail("fetched again"))
    assert run_folder(RUN, other) == folder


def test_another_title_reaches_the_copies(trainer: Settings, other: Settings) -> None:
    assert find_model(f"run/{RUN}", other).title == "Good or bad?"
    store_of(trainer).rename(RUN, "Better")
    assert listed(other) == {f"run/{RUN}": "Better"}
    assert find_model(f"run/{RUN}", other).title == "Better"


def test_a_run_that_was_resumed_replaces_its_model_everywhere(
    trainer: Settings, other: Settings, tiny_folder: Path, tmp_path: Path
) -> None:
    old = run_folder(RUN, other)
    changed = shutil.copytree(tiny_folder, tmp_path / "changed")
    (changed / "record.json").write_text("{}", "utf-8")
    publish(trainer, changed, "Resumed")
    listed(other)
    new = run_folder(RUN, other)
    assert new != old
    assert (new / RUN_MODEL / "record.json").read_text("utf-8") == "{}"
    assert [folder.name for folder in (other.hub_dir / fetched.FOLDER).iterdir()] == [new.name]
    fs, root = fsspec.core.url_to_fs(trainer.published_models)
    assert len(fs.ls(f"{root}/{RUN}")) == 1  # nor does the store keep what it was


def test_who_still_knows_the_old_manifest_fetches_the_new_model(
    trainer: Settings, other: Settings, tiny_folder: Path, tmp_path: Path
) -> None:
    listed(other)
    changed = shutil.copytree(tiny_folder, tmp_path / "changed")
    (changed / "record.json").write_text("{}", "utf-8")
    publish(trainer, changed, "Resumed")
    assert (run_folder(RUN, other) / RUN_MODEL / "record.json").is_file()


def test_a_withdrawn_model_is_gone_from_the_store_and_from_every_machine(trainer: Settings, other: Settings) -> None:
    find_model(f"run/{RUN}", other)
    store_of(trainer).withdraw(RUN)
    store_of(trainer).withdraw(RUN)  # nothing is there any more, and that is no error
    assert listed(other) == {}
    assert list((other.hub_dir / fetched.FOLDER).iterdir()) == []
    with pytest.raises(UnknownModel):
        find_model(f"run/{RUN}", other)
    fs, root = fsspec.core.url_to_fs(trainer.published_models)
    assert not fs.exists(root) or fs.find(root) == []


def test_half_an_upload_is_no_model(trainer: Settings, other: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store_of(trainer).withdraw(RUN)
    monkeypatch.setattr(PublishedModels, "_write", lambda *_: (_ for _ in ()).throw(ConnectionError("the line was cut")))
    model = trainer.runs_dir / RUN / RUN_MODEL
    with pytest.raises(StoreUnavailable, match=r"cannot be used: the line was cut"):
        store_of(trainer).publish(RUN, model, "Half", None)
    assert listed(other) == {}
    assert store_of(other).fetch(RUN) is None


@pytest.mark.parametrize("damage", ["flipped", "shorter", "missing"])
def test_another_file_than_was_published_is_refused_and_not_kept(
    trainer: Settings, other: Settings, tiny_folder: Path, damage: str
) -> None:
    fs, root = fsspec.core.url_to_fs(trainer.published_models)
    weights = next(file for file in fs.find(root) if file.endswith(".safetensors"))
    content = fs.cat_file(weights)
    if damage == "missing":
        fs.rm(weights)
    else:
        fs.pipe_file(weights, content[:-1] + bytes([content[-1] ^ 1]) if damage == "flipped" else content[:-1])
    with pytest.raises(ModelUnavailable, match=r"Good or bad.* is not what was published, and was discarded"):
        find_model(f"run/{RUN}", other)
    assert list((other.hub_dir / fetched.FOLDER).iterdir()) == []
    publish(trainer, tiny_folder, "Good or bad?")
    folder = run_folder(RUN, other) / RUN_MODEL
    assert digest_of(folder, 0, 0) == digest(trainer.runs_dir / RUN / RUN_MODEL / "model.safetensors")


def test_a_manifest_that_cannot_be_read_hides_no_other(trainer: Settings, other: Settings) -> None:
    fs, root = fsspec.core.url_to_fs(trainer.published_models)
    for name, content in {"broken00": b'{"title"', "other000": b"[]", "not a run": b"{}"}.items():
        fs.pipe_file(f"{root}/{name}.json", content)
    assert listed(other) == {f"run/{RUN}": "Good or bad?"}
    with pytest.raises(StoreUnavailable, match=r"What is published of this run cannot be read. Given: 'broken00'"):
        store_of(other).find("broken00")


@pytest.mark.parametrize("path", ["../model.safetensors", "/etc/passwd", "a//b", "a\\b", "./a", "C:/a", ""])
def test_no_manifest_leads_out_of_the_folder_of_its_model(path: str) -> None:
    with pytest.raises(ValueError, match=r"not a path within a folder"):
        PublishedModel("Bad", None, {path: PublishedFile(1, "")})


def test_the_disk_space_for_downloads_holds_for_copies_too(tmp_path: Path, address: str, trainer: Settings) -> None:
    with pytest.raises(ModelUnavailable, match=rf"run/{RUN} has .* MB, but only 0 of the 0 MB for downloads"):
        find_model(f"run/{RUN}", machine(tmp_path, "small", address, hub_mb=0))


def test_the_least_recently_used_copy_makes_room(tmp_path: Path, address: str, trainer: Settings, tiny_folder: Path) -> None:
    store = store_of(trainer)
    needed = store.refresh()[RUN].bytes
    other = machine(tmp_path, "other", address, hub_mb=-(-needed // 10**6))
    (other.hub_dir / fetched.FOLDER / "old0.0").mkdir(parents=True)
    (other.hub_dir / fetched.FOLDER / "old0.0" / "weights").write_bytes(bytes(other.hub_mb * 10**6))
    with pytest.raises(ModelUnavailable):
        store_of(other).fetch(RUN)  # it was used just now
    then = time.time() - 2 * fetched.SECONDS_IN_USE
    os.utime(other.hub_dir / fetched.FOLDER / "old0.0", (then, then))
    assert store_of(other).fetch(RUN)
    assert not (other.hub_dir / fetched.FOLDER / "old0.0").exists()


def test_many_who_ask_at_once_fetch_once(other: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fetches, fetch = [], fetched.Copies._fetch
    monkeypatch.setattr(fetched.Copies, "_fetch", lambda *a: (fetches.append(1), fetch(*a)))
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(run_folder(RUN, other))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 8
    assert len(fetches) == 1


def test_a_list_waits_for_no_store_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(machine(tmp_path, "other", f"file://{tmp_path}/store"))
    answer = threading.Event()
    monkeypatch.setattr("bertplay.models.published.FIRST_REFRESH_TIMEOUT", 0.05)
    monkeypatch.setattr(store, "refresh", lambda: answer.wait(60))
    assert store.listed() == {}
    began = time.monotonic()
    assert [store.listed() for _ in range(100)] == [{}] * 100
    assert time.monotonic() - began < 5
    answer.set()
    with pytest.raises(TimeoutError, match=r"did not answer within 0 seconds"):
        within(0.05, lambda: time.sleep(1))


def test_a_store_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    settings = machine(tmp_path, "other", "ftp://somebody:secret@127.0.0.1:9/models")
    with pytest.raises(StoreUnavailable, match=r"cannot be used: .*Connection refused") as caught:
        find_model(f"run/{RUN}", settings)
    assert caught.value.value == "ftp://127.0.0.1:9/models"
    assert f"run/{RUN}" not in {entry.id for entry in catalog(settings)}  # the pages do without


def test_what_fsspec_does_not_know_or_cannot_load_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match=r"fsspec knows no store of this kind. Given: 'carrier-pigeon://roof'"):
        published_models(machine(tmp_path, "other", "carrier-pigeon://roof"))
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(BadInput, match=r"not installed: Install s3fs to access S3.* `pip install s3fs`"):
        published_models(machine(tmp_path, "other", "s3://bucket/models"))


def test_the_manifest_tells_what_it_needs_and_no_path_of_the_trainer(trainer: Settings) -> None:
    fs, root = fsspec.core.url_to_fs(trainer.published_models)
    text = fs.cat_file(f"{root}/{RUN}.json").decode()
    assert str(trainer.runs_dir) not in text
    assert json.loads(text)["files"]["config.json"]["bytes"] == (trainer.runs_dir / RUN / RUN_MODEL / "config.json").stat().st_size
