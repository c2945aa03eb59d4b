"""Folders and zips of models as people have them, added and removed."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bertplay.errors import BadInput, UnknownModel, UnsafeModel
from bertplay.models.catalog import catalog, find_model
from bertplay.models.downloaded import PARTIAL
from bertplay.models.local_models import add_local_model, model_paths, remove_local_model, unpacked
from bertplay.models.spec import WORDS_AND_PAIRS
from bertplay.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "models")


@pytest.fixture
def files(tiny_folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in tiny_folder.iterdir()}


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("top", ["", "mine/", "Downloads/mine/"])
def test_a_zip_or_a_folder_with_what_macos_puts_in_it(top: str, files: dict[str, bytes], settings: Settings) -> None:
    rest = {f"{top}.DS_Store": b"0", f"__MACOSX/{top}._config.json": b"0", f"{top}README.md": b"a card"}
    given = {f"{top}{name}": content for name, content in files.items()} | rest
    for name, content in {"zipped": unpacked(packed(given)), "folder": given}.items():
        add_local_model(name, content, settings)
        assert find_model(f"local/{name}", settings).abilities >= WORDS_AND_PAIRS
        assert {file.name for file in (settings.models_dir / name).rglob("*")} == set(files)


def test_the_model_is_the_folder_with_a_config_nearest_to_the_top() -> None:
    paths = ["a/1_Pooling/config.json", "a/config.json", "a/model.safetensors", "notes.txt", "a/._config.json"]
    assert model_paths(paths) == {
        "a/1_Pooling/config.json": "1_Pooling/config.json",
        "a/config.json": "config.json",
        "a/model.safetensors": "model.safetensors",
    }


def test_what_is_in_place_of_the_weights_is_named(files: dict[str, bytes], settings: Settings) -> None:
    files["onnx/model.onnx"] = files.pop("model.safetensors")
    with pytest.raises(UnsafeModel, match=r"model.onnx: the weights are available only as ONNX"):
        add_local_model("mine", unpacked(packed(files)), settings)
    assert [file for file in settings.models_dir.rglob("*") if file.name != PARTIAL] == []


def test_a_refusal_names_the_model_as_it_was_named(files: dict[str, bytes], settings: Settings) -> None:
    files["config.json"] = b'{"model_type": "funnel"}'
    with pytest.raises(UnsafeModel, match=r"^The model 'mine' is refused: config.json: .* is 'funnel', and it merges tokens"):
        add_local_model("mine", files, settings)


def test_what_is_no_zip_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes]) -> None:
    with pytest.raises(BadInput, match="cannot be unpacked"):
        unpacked(b"PK no zip")
    monkeypatch.setattr("bertplay.models.local_models.MAX_UNPACKED", 1_000)
    with pytest.raises(BadInput, match="too large when it is unpacked"):
        unpacked(packed(files))


def test_a_model_is_removed(files: dict[str, bytes], settings: Settings) -> None:
    add_local_model("mine", files, settings)
    assert remove_local_model("local/mine", settings) == sum(map(len, files.values()))
    assert not [entry for entry in catalog(settings) if entry.id.startswith("local/")]
    for id_ in ("local/mine", "bert", "local/..", "local/../models"):
        with pytest.raises(UnknownModel):
            remove_local_model(id_, settings)
