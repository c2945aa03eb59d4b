"""The folder of a run, as far as the catalog reads it: `model/`, and saved_model.json once that is complete. No torch."""

import json
import os
from pathlib import Path

from bertplay.i18n.lazy_string import lazy_from_json, lazy_to_json

RUN_MODEL = "model"
SAVED_MODEL = "saved_model.json"
"""Its model is whole, and this is its title. What lacks it is no model yet."""


def complete(folder: Path, title: str) -> None:
    """Add the model in this folder to the catalog: a file written under a temporary name, flushed, and renamed, so never half-written."""
    file = folder / SAVED_MODEL
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        json.dump({"title": lazy_to_json(title)}, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def is_complete(folder: Path) -> bool:
    """Whether a complete model is there."""
    return (folder / SAVED_MODEL).is_file() and (folder / RUN_MODEL).is_dir()


def reopen(folder: Path) -> None:
    """Remove the model from the catalog, because it will change; its files remain."""
    (folder / SAVED_MODEL).unlink(missing_ok=True)


def title_in(folder: Path) -> str:
    """The name that its owner gave it, or a lazy string that is translated for each reader; "" without one."""
    try:
        title: str = lazy_from_json(json.loads((folder / SAVED_MODEL).read_text("utf-8"))["title"])
    except (OSError, ValueError, KeyError):
        return ""
    return title
