"""The model that a run leaves: in the catalog once it is whole, and out of it before it is touched again."""

import json
import os
from pathlib import Path

from bertplay.models.catalog import KEPT, RUN_MODEL


def publish_model(folder: Path, title: str) -> None:
    """Let the catalog see the model of the run in this folder. Written beside, flushed, renamed: nobody reads half of it."""
    file = folder / KEPT
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        json.dump({"title": title}, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def is_published(folder: Path) -> bool:
    """Whether a whole model is there."""
    return (folder / KEPT).is_file() and (folder / RUN_MODEL).is_dir()


def withdraw_model(folder: Path) -> None:
    """Take the model out of the catalog; its files stay."""
    (folder / KEPT).unlink(missing_ok=True)
