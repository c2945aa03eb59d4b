"""What is on the disk during a run: checkpoints and the best weights, each complete or not there at all.

    checkpoints/step-40/    what the Trainer needs to resume, and `complete.json`: the digest of every file, seconds trained
    checkpoints/best.safetensors, best.json     the weights of the best evaluation so far

Everything is written under a temporary name, flushed to the disk, then renamed: a rename is atomic, and without the flush a power cut
can leave the new name on an empty file.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHECKPOINTS = 2  # a complete one must be left when the newest turns out to be damaged
COMPLETE = "complete.json"
PART = ".part"


def flush(file: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(part: Path, folder: Path) -> None:
    """Flush every file of a folder that has a temporary name, then give it its own; an older folder of that name is deleted."""
    for file in sorted(part.rglob("*")):
        if file.is_file():
            flush(file)
    flush(part)
    if folder.exists():
        shutil.rmtree(folder)
    part.replace(folder)
    flush(folder.parent)


def write_file(file: Path, content: bytes) -> None:
    """Write a file completely or not at all."""
    part = file.with_name(f"{file.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 by name of every file but complete.json."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != COMPLETE)
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def publish_checkpoint(written: Path, checkpoints: Path, step: int, seconds: float) -> Path:
    """Make what the Trainer wrote into `written` the checkpoint of a step, and delete all but the newest two."""
    write_file(written / COMPLETE, json.dumps({"files": digests(written), "seconds": seconds}).encode())
    folder = checkpoints / f"step-{step}"
    publish(written, folder)
    for old in list(steps_of(checkpoints))[CHECKPOINTS:]:
        shutil.rmtree(old)
    return folder


def steps_of(checkpoints: Path) -> Iterator[Path]:
    """The checkpoints, newest first, complete or not."""
    folders = [folder for folder in checkpoints.glob("step-*") if folder.name[5:].isdigit()]
    yield from sorted(folders, key=lambda folder: int(folder.name[5:]), reverse=True)


def newest_complete(checkpoints: Path) -> Path | None:
    """The newest checkpoint whose every byte is as it was written; None when there is none."""
    return next((folder for folder in steps_of(checkpoints) if is_complete(folder)), None)


def is_complete(folder: Path) -> bool:
    """Whether the files are those that were written."""
    try:
        return bool(json.loads((folder / COMPLETE).read_text("utf-8"))["files"] == digests(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def seconds_of(checkpoint: Path) -> float:
    """Seconds of training up to this checkpoint."""
    return float(json.loads((checkpoint / COMPLETE).read_text("utf-8"))["seconds"])


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed process was still writing."""
    for left in (*folder.glob(f"*{PART}"), *(folder / "checkpoints").glob(f"*{PART}")):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


class Best:
    """The weights of the best evaluation so far, on the disk, so that a stop finds them after a restart too."""

    def __init__(self, checkpoints: Path) -> None:
        self.file, self.record = checkpoints / "best.safetensors", checkpoints / "best.json"

    @property
    def recorded(self) -> dict[str, Any] | None:
        """Its step and figures; None when there is none, or when the two files do not belong together."""
        try:
            record: dict[str, Any] = json.loads(self.record.read_text("utf-8"))
            return record if record["sha256"] == hashlib.sha256(self.file.read_bytes()).hexdigest() else None
        except (OSError, ValueError, KeyError):
            return None

    def save(self, weights: bytes, record: dict[str, Any]) -> None:
        """Write the weights, then the record of what they are."""
        write_file(self.file, weights)
        write_file(self.record, json.dumps({**record, "sha256": hashlib.sha256(weights).hexdigest()}).encode())
