"""The model that a run leaves: in the catalog once it is complete, and out of it before it is changed again."""

import json
import os
from pathlib import Path

from bertplay.models.catalog import RUN_MODEL, SAVED_MODEL


def publish_model(folder: Path, title: str) -> None:
    """Put the model of the run in this folder into the catalog. Written to a temporary file, flushed, renamed: nobody reads half of it."""
    file = folder / SAVED_MODEL
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        json.dump({"title": title}, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def is_published(folder: Path) -> bool:
    """Whether a complete model is there."""
    return (folder / SAVED_MODEL).is_file() and (folder / RUN_MODEL).is_dir()


def withdraw_model(folder: Path) -> None:
    """Take the model out of the catalog; its files remain."""
    (folder / SAVED_MODEL).unlink(missing_ok=True)
