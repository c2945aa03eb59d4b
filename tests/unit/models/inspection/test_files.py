"""Folders whose files must be refused: links, pipes, what is missing, and what a manifest does not know."""

import json
import os
from pathlib import Path

import pytest

from bertplay.errors import UnsafeModel
from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.inspection import inspect_folder
from bertplay.models.manifest import write_manifest
from bertplay.models.spec import WORDS_AND_PAIRS, Family
from bertplay.settings import Settings
from tests.unit.models.inspection.spoiling import flip, load_refused


def test_a_good_folder_passes(folder: Path) -> None:
    found = inspect_folder(folder)
    assert (found.family, found.sizes.layers, found.sizes.hidden, found.sizes.max_tokens) == (Family.BERT, 2, 32, 64)
    assert found.abilities == WORDS_AND_PAIRS


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"])
@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 0.999])
def test_a_flipped_byte_under_a_manifest(folder: Path, file: str, place: float) -> None:
    write_manifest(folder)
    inspect_folder(folder)
    flip(folder / file, place)
    load_refused(folder, file)


def test_a_file_added_under_a_manifest(folder: Path) -> None:
    write_manifest(folder)
    (folder / "vocab.txt").write_text("[PAD]\n", "utf-8")
    load_refused(folder, "vocab.txt: it is not in manifest.json")


def test_a_file_missing_under_a_manifest(folder: Path) -> None:
    write_manifest(folder)
    (folder / "tokenizer_config.json").unlink()
    load_refused(folder, "tokenizer_config.json: manifest.json lists it and it is missing")


def test_the_format_of_a_manifest(folder: Path) -> None:
    write_manifest(folder, revision="abc")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["revision"] == "abc"
    assert manifest["files"]["config.json"]["bytes"] == (folder / "config.json").stat().st_size
    assert set(manifest["files"]) == {file.name for file in folder.iterdir()} - {"manifest.json"}


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json", "notes.txt", "below/notes.txt"])
def test_a_link_that_leads_out(folder: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_text("secret", "utf-8")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)
    load_refused(folder, "it is a link that leads out of the folder")


def test_a_folder_that_is_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    load_refused(tmp_path / "link", "is a link")


@pytest.mark.parametrize("name", ["x.json", "modules.json", "config.json", "tokenizer_config.json", "vocab.txt", "below/notes.txt"])
@pytest.mark.parametrize("kind", ["pipe", "link to itself", "device", "link to nothing"])
def test_what_is_neither_a_file_nor_a_folder(folder: Path, name: str, kind: str) -> None:
    """Opening a pipe blocks for ever; a link to itself made the list of models fail."""
    entry = folder / name
    entry.parent.mkdir(exist_ok=True)
    entry.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(entry)
        case "link to itself":
            entry.symlink_to(entry.name)
        case "device":
            entry.symlink_to("/dev/zero")
        case _:
            entry.symlink_to("nothing")
    load_refused(folder, f"{entry.name}: it is neither a file nor a folder")
    assert not find_entry(folder).is_available


def find_entry(folder: Path) -> CatalogEntry:
    """What the list of models says of this folder."""
    [entry] = [one for one in catalog(Settings(models_dir=folder.parent)) if one.id == f"local/{folder.name}"]
    return entry


def test_folders_with_the_names_of_files(folder: Path) -> None:
    (folder / "x.json").mkdir()
    inspect_folder(folder)
    (folder / "special_tokens_map.json").mkdir()
    load_refused(folder, "special_tokens_map.json: it is a folder, and must be a file")


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_file_that_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    load_refused(folder, f"{name}: it is missing")


def test_the_folder_within_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outer").mkdir()
    folder.rename(tmp_path / "outer" / "bert-small")
    with pytest.raises(UnsafeModel, match="the model is in the folder 'bert-small' within it"):
        inspect_folder(tmp_path / "outer")


def test_what_macos_leaves_is_passed_over(folder: Path) -> None:
    (folder / "__MACOSX").mkdir()
    for name in (".DS_Store", "._config.json", "__MACOSX/._config.json"):
        (folder / name).write_bytes(b"\0\5\7")
    assert inspect_folder(folder).family is Family.BERT


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_pointer_of_git_lfs_is_named(folder: Path, file: str) -> None:
    (folder / file).write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 438\n")
    load_refused(folder, f"{file}: it is a pointer of Git LFS.*git lfs pull")
