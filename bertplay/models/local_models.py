"""A model folder of the reader's own: inspected first, and only then moved to the other models; and removed again. No torch."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from bertplay.errors import BadInput, UnknownModel
from bertplay.i18n import N_, lazy
from bertplay.models.catalog import LOCAL_PREFIX, checked_id
from bertplay.models.downloaded import delete, folders
from bertplay.models.hub import is_read
from bertplay.models.inspection import Inspected, inspect_folder
from bertplay.settings import Settings

MAX_FOLDERS = 50


def add_local_model(name: str, files: Mapping[str, bytes], settings: Settings) -> Inspected:
    """Keep some files as the model local/<name>; what inspection found.

    They are written under another name first. A folder that is refused is removed again: UnsafeModel says why. Files
    that loading would not read (cards, pickles, code) are left out. BadInput when the name is taken or cannot be one.
    """
    folder = settings.models_dir / checked_id(LOCAL_PREFIX + name).removeprefix(LOCAL_PREFIX)
    if folder.exists():
        raise BadInput(N_("There is already a model with this name."), value=name, remedy=N_("Choose another name."))
    if len(folders(settings.models_dir)) >= MAX_FOLDERS:
        raise BadInput(
            N_("There are too many models of your own."),
            value=MAX_FOLDERS,
            remedy=lazy("Remove one from {folder}.", folder=settings.models_dir),
        )
    partial = partial_of(folder)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        for file_name, content in files.items():
            if is_read(file_name):
                (partial / file_name).parent.mkdir(exist_ok=True)
                (partial / file_name).write_bytes(content)
        found = inspect_folder(partial)
        partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return found


def remove_local_model(model_id: str, settings: Settings) -> int:
    """Delete local/<name> from the disk; the bytes that this frees. UnknownModel when there is no such folder."""
    folder = next((one for one in folders(settings.models_dir) if LOCAL_PREFIX + one.name == model_id), None)
    if folder is None:
        raise UnknownModel(N_("There is no model of this id."), value=model_id, remedy=N_("`python -m bertplay models` lists the ids."))
    if folder.is_symlink():
        folder.unlink()  # what it leads to is not ours
        return 0
    return delete(folder, partial_of(folder))


def partial_of(folder: Path) -> Path:
    """Where a folder is while it is not whole."""
    return folder.with_name(f".partial-{folder.name}")
