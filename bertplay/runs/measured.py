"""What steps showed on this machine before a run: kept in files, under what makes a step dearer, for whoever asks next."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bertplay import __version__
from bertplay.settings import Settings
from bertplay.training.config import FineTuneConfig
from bertplay.training.pace import Measured

FOLDER = "measured"
DEARER = ("data", "task", "method", "model", "frozen_layers", "train_examples", "batch_size", "max_tokens")
SECONDS_KEPT = 7 * 86_400.0
SECONDS_OF_A_PROBLEM = 600.0
"""After so long it is tried again: memory may have become free."""


def key_of(config: FineTuneConfig, settings: Settings) -> str:
    """The same for settings whose steps cost the same."""
    values = config.as_json()
    told = [__version__, settings.run_threads, *(values[name] for name in DEARER)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def measured_of(settings: Settings, key: str) -> Measured | str | None:
    """What was measured, or the problem in words; None when nobody has tried for long."""
    file = settings.runs_dir / FOLDER / f"{key}.json"
    try:
        age = time.time() - file.stat().st_mtime
        values = json.loads(file.read_text("utf-8"))
        if "problem" in values:
            return str(values["problem"]) if age < SECONDS_OF_A_PROBLEM else None
        return Measured(**values) if age < SECONDS_KEPT else None
    except (OSError, ValueError, TypeError):
        return None


def keep_measured(settings: Settings, key: str, found: Measured) -> None:
    """Keep it."""
    write(settings.runs_dir / FOLDER, key, asdict(found))


def keep_problem(settings: Settings, key: str, problem: str) -> None:
    """Keep why it could not be measured."""
    write(settings.runs_dir / FOLDER, key, {"problem": problem})


def write(folder: Path, key: str, values: Mapping[str, Any]) -> None:
    """Written beside and renamed: nobody reads half of it. What is too old goes."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}.part"
    part.write_text(json.dumps(values), encoding="utf-8")
    part.replace(folder / f"{key}.json")
    for file in folder.iterdir():
        if time.time() - file.stat().st_mtime > SECONDS_KEPT:
            file.unlink(missing_ok=True)
