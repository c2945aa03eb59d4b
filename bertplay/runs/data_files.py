"""The data files of the runs: each copied once into the folder of the runs, and deleted with the last run that uses it."""

import hashlib
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.runs.disk import check_room
from bertplay.runs.names import new_id, safe_name
from bertplay.runs.tables import RunRow
from bertplay.settings import Settings
from bertplay.training.jobs import SAMPLE, CopyFirstToken, FineTune, MiniPretraining, TrainingJob

DATA = "data"
SECONDS_UNUSED = 3_600
"""How long an unused file is kept: it may belong to a run that is just being started."""


def save_file(settings: Settings, content: bytes, name: str) -> Path:
    """Save a data file under its own name in a folder named after the digest of its content, so identical files are saved once."""
    folder = (settings.runs_dir / DATA / hashlib.sha256(content).hexdigest()[:32]).absolute()
    file = folder / safe_name(name)
    if not file.is_file():
        check_room(settings, len(content))
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{new_id()}.part"
        part.write_bytes(content)
        part.replace(file)
    return file


def with_saved_files(settings: Settings, job: TrainingJob) -> TrainingJob:
    """The same job with its files copied into our folder, so that the originals may be changed or deleted."""
    match job:
        case FineTune():
            data = replace(job.data, train=saved_path(settings, job.data.train), eval=saved_path(settings, job.data.eval))
            return replace(job, data=data)
        case MiniPretraining():
            return replace(job, text=saved_path(settings, job.text))
        case CopyFirstToken():
            return job


def saved_path(settings: Settings, source: str) -> str:
    """The path of the copy of a file; samples and files that are already copies are left as they are. BadInput if unreadable."""
    if not source or source.startswith(SAMPLE) or Path(source).parent.parent == (settings.runs_dir / DATA).absolute():
        return source
    try:
        return str(save_file(settings, Path(source).read_bytes(), Path(source).name))
    except OSError as error:
        raise BadInput(N_("This file cannot be read."), value=source, remedy=N_("Give the path of a file that exists.")) from error


def delete_unused_files(settings: Settings, rows: Iterable[RunRow]) -> None:
    """Delete the files that none of these runs uses."""
    used = "\n".join(row.job for row in rows)
    for folder in (settings.runs_dir / DATA).glob("*"):
        if folder.name not in used and time.time() - folder.stat().st_mtime > SECONDS_UNUSED:
            shutil.rmtree(folder, ignore_errors=True)
