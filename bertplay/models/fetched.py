"""Local copies of published models, within the disk space for downloads (BERTPLAY_HUB_MB). No torch."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bertplay.errors import ModelUnavailable
from bertplay.i18n import N_, LazyString, lazy
from bertplay.models.downloaded import check_room
from bertplay.models.manifest import digest
from bertplay.models.published_model import PublishedModel
from bertplay.models.run_folder import RUN_MODEL, complete, is_complete, title_in
from bertplay.settings import Settings

FOLDER, PARTIAL = ".runs", ".partial-"
SECONDS_OF_A_FETCH = 3_600.0
SECONDS_IN_USE = 600.0
"""A copy that was asked for so lately makes no room for another: it may be being read."""
Get = Callable[[str, Path], object]
"""Brings the file of a path to a place on this machine."""


class Copies:
    """A folder for each model and each digest of it: `<hub_dir>/.runs/k3m9xw2a.1f0c…`."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._parent = settings, settings.hub_dir / FOLDER
        self._fetching = threading.Lock()

    def folder(self, run_id: str, model: PublishedModel, get: Get) -> Path:
        """The copy of a model, laid out like the folder of its run; fetched now when it is not there.

        ModelUnavailable when there is no room, or another file arrives than was published.
        """
        folder = self.place(run_id, model)
        with self._fetching:
            if not is_complete(folder):
                self._make_room(run_id, model)
                self._fetch(folder, model, get)
                self.keep_only({run_id: model.digest}, of=run_id)
        os.utime(folder)
        if title_in(folder) != model.title:
            complete(folder, model.title)
        return folder

    def place(self, run_id: str, model: PublishedModel) -> Path:
        """Where the copy is, or would be."""
        return self._parent / f"{run_id}.{model.digest}"

    def remove(self, run_id: str) -> None:
        """Delete every copy of a run's model."""
        self.keep_only({}, of=run_id)

    def keep_only(self, digests: Mapping[str, str], of: str = "") -> None:
        """Delete what is no copy of these models, by the ids of their runs; of one run, or of all."""
        for folder in self._folders():
            run_id, _, found = folder.name.partition(".")
            if of in {"", run_id} and digests.get(run_id) != found:
                shutil.rmtree(folder, ignore_errors=True)
        for partial in self._parent.glob(f"{PARTIAL}*"):
            if time.time() - partial.stat().st_mtime > SECONDS_OF_A_FETCH:
                shutil.rmtree(partial, ignore_errors=True)  # whoever fetched it was killed

    def _fetch(self, folder: Path, model: PublishedModel, get: Get) -> None:
        """Every file into a folder of another name, which gets this one when all of them are as published."""
        self._parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=self._parent) as name:
            partial = Path(name) / folder.name
            for path, facts in model.files.items():
                file = partial / RUN_MODEL / path
                file.parent.mkdir(parents=True, exist_ok=True)
                get(path, file)
                if file.stat().st_size != facts.bytes or digest(file) != facts.sha256:
                    raise damaged(model.title)
            complete(partial, model.title)
            if not folder.is_dir():  # another process may have been faster
                partial.replace(folder)

    def _make_room(self, run_id: str, model: PublishedModel) -> None:
        """Delete copies, the least recently used first, until there is room; ModelUnavailable when there is none."""
        unused = [folder for folder in self._folders() if time.time() - folder.stat().st_mtime > SECONDS_IN_USE]
        for folder in sorted(unused, key=lambda folder: folder.stat().st_mtime):
            try:
                return check_room(f"run/{run_id}", model.bytes, self._settings)
            except ModelUnavailable:
                shutil.rmtree(folder, ignore_errors=True)
        check_room(f"run/{run_id}", model.bytes, self._settings)

    def _folders(self) -> list[Path]:
        return [folder for folder in self._parent.iterdir() if folder.name[0] != "."] if self._parent.is_dir() else []


def damaged(title: LazyString | str) -> ModelUnavailable:
    """The error for a model whose files differ from what was published."""
    problem = lazy("What arrived of the model “{title}” is not what was published, and was discarded.", title=title)
    return ModelUnavailable(problem, remedy=N_("Try again. If the error persists, publish it again with `python -m bertplay publish`."))
