"""What lies on the disk while a run goes on: checkpoints and the best weights, each whole or not there at all.

    checkpoints/step-40/    what the Trainer needs to go on, and `whole.json`: the digest of every file, seconds trained
    checkpoints/best.safetensors, best.json     the weights of the best evaluation so far

Everything is written beside, forced to the disk, then renamed: a rename is atomic, and without the flush a power cut
can leave the new name on an empty file.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KEPT = 2  # one that is whole must be left when the newest turns out to be damaged
WHOLE = "whole.json"
BESIDE = ".part"


def flush(file: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(beside: Path, folder: Path) -> None:
    """Flush every file of a folder that was written beside, then give it its name; an older one of that name goes."""
    for file in sorted(beside.rglob("*")):
        if file.is_file():
            flush(file)
    flush(beside)
    if folder.exists():
        shutil.rmtree(folder)
    beside.replace(folder)
    flush(folder.parent)


def write_file(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    beside = file.with_name(f"{file.name}.{os.getpid()}{BESIDE}")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 by name of every file but whole.json."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != WHOLE)
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def publish_checkpoint(written: Path, checkpoints: Path, step: int, seconds: float) -> Path:
    """Make what the Trainer wrote into `written` the checkpoint of a step, and let go of all but the newest two."""
    write_file(written / WHOLE, json.dumps({"files": digests(written), "seconds": seconds}).encode())
    folder = checkpoints / f"step-{step}"
    publish(written, folder)
    for old in list(steps_of(checkpoints))[KEPT:]:
        shutil.rmtree(old)
    return folder


def steps_of(checkpoints: Path) -> Iterator[Path]:
    """The checkpoints, newest first, whole or not."""
    folders = [folder for folder in checkpoints.glob("step-*") if folder.name[5:].isdigit()]
    yield from sorted(folders, key=lambda folder: int(folder.name[5:]), reverse=True)


def newest_whole(checkpoints: Path) -> Path | None:
    """The newest checkpoint of which every byte is as it was written; None when there is none."""
    return next((folder for folder in steps_of(checkpoints) if is_whole(folder)), None)


def is_whole(folder: Path) -> bool:
    """Whether the files are those that were written."""
    try:
        return bool(json.loads((folder / WHOLE).read_text("utf-8"))["files"] == digests(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def seconds_of(checkpoint: Path) -> float:
    """How long was trained until this checkpoint."""
    return float(json.loads((checkpoint / WHOLE).read_text("utf-8"))["seconds"])


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed process was still writing."""
    for left in (*folder.glob(f"*{BESIDE}"), *(folder / "checkpoints").glob(f"*{BESIDE}")):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


class Best:
    """The weights of the best evaluation so far, on the disk, so that a stop keeps them after a restart as well."""

    def __init__(self, checkpoints: Path) -> None:
        self.file, self.note = checkpoints / "best.safetensors", checkpoints / "best.json"

    @property
    def known(self) -> dict[str, Any] | None:
        """Its step and figures; None when there is none, or when the two files do not belong together."""
        try:
            note: dict[str, Any] = json.loads(self.note.read_text("utf-8"))
            return note if note["sha256"] == hashlib.sha256(self.file.read_bytes()).hexdigest() else None
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, weights: bytes, note: dict[str, Any]) -> None:
        """Write the weights, then the note that says what they are."""
        write_file(self.file, weights)
        write_file(self.note, json.dumps({**note, "sha256": hashlib.sha256(weights).hexdigest()}).encode())
