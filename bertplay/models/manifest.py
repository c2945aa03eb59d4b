"""manifest.json: the SHA-256 of every file of a model folder, so that one flipped byte is found.

    {"files": {"model.safetensors": {"sha256": "9f86d0…", "bytes": 12345678}, …}, "revision": "86b5e09…"}

It is written when the files are known to be good: at the export of a bundled model and at the end of a download.
It guards against damage, not against someone who can rewrite the manifest as well.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from bertplay.i18n import lazy
from bertplay.models.config_file import read_json
from bertplay.models.weights import refused

NAME = "manifest.json"
READ_BY_LOADING = {".json", ".safetensors", ".txt"}


def digest(file: Path) -> str:
    """The SHA-256 of a file, as hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def files_of(folder: Path) -> list[Path]:
    """The files that loading may read, by name."""
    return sorted(file for file in folder.iterdir() if file.is_file() and file.suffix in READ_BY_LOADING and file.name != NAME)


def write_manifest(folder: Path, **facts: Any) -> None:
    """Write manifest.json for the files that are there now; `facts` (a revision) are stored beside them."""
    files = {file.name: {"sha256": digest(file), "bytes": file.stat().st_size} for file in files_of(folder)}
    partial = folder / (NAME + ".partial")
    partial.write_text(json.dumps({"files": files, **facts}, indent=2) + "\n", encoding="utf-8")
    partial.replace(folder / NAME)  # a half-written manifest would refuse a good folder


def check_manifest(folder: Path) -> None:
    """UnsafeModel when a file differs from the manifest, is missing, or is there without being listed."""
    listed = read_json(folder / NAME).get("files")
    if not isinstance(listed, dict):
        raise refused(folder / NAME, lazy("it lists no files"))
    present = {file.name: file for file in files_of(folder)}
    for name in sorted(present.keys() - listed.keys()):
        raise refused(present[name], lazy("it is not in manifest.json, so it was added later"))
    for name, entry in listed.items():
        if name in present:
            compare(present[name], entry)
        elif Path(name).suffix in READ_BY_LOADING:
            raise refused(folder / name[:80], "manifest.json lists it and it is missing")


def compare(file: Path, entry: Any) -> None:
    """UnsafeModel when a file's length or digest is not what the manifest says."""
    expected = entry if isinstance(entry, dict) else {}
    size = file.stat().st_size
    if size != expected.get("bytes"):
        raise refused(
            file,
            lazy(
                "it has {size:,} bytes and manifest.json says {stated}: it is truncated or was changed",
                size=size,
                stated=expected.get("bytes"),
            ),
        )
    if digest(file) != expected.get("sha256"):
        raise refused(file, lazy("its SHA-256 is not the one in manifest.json: it is damaged or was changed"))
