"""A model folder of the reader's own: inspected first, and only then put where models are. No torch."""

import shutil
from collections.abc import Mapping
from fnmatch import fnmatchcase

from bertplay.errors import BadInput
from bertplay.models.catalog import LOCAL_PREFIX, checked_id, folders_in
from bertplay.models.download import ALLOWED_FILES
from bertplay.models.inspection import Inspected, inspect_folder
from bertplay.settings import Settings
from bertplay.wording import later, mark

MOST_FOLDERS = 50


def add_folder(name: str, files: Mapping[str, bytes], settings: Settings) -> Inspected:
    """Keep some files as the model local/<name>; what inspection found.

    They are written under another name first. A folder that is refused is removed again: UnsafeModel says why. Files
    that loading would not read (cards, pickles, code) are left out. BadInput when the name is taken or cannot be one.
    """
    folder = settings.models_dir / checked_id(LOCAL_PREFIX + name).removeprefix(LOCAL_PREFIX)
    if folder.exists():
        raise BadInput(mark("There is a model of this name already."), value=name, remedy=mark("Give it another name."))
    if len(folders_in(settings.models_dir)) >= MOST_FOLDERS:
        raise BadInput(
            mark("There are too many models of one's own here."),
            value=MOST_FOLDERS,
            remedy=later("Remove one from {folder}.", folder=settings.models_dir),
        )
    partial = settings.models_dir / f".partial-{name}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        for file_name, content in files.items():
            if any(fnmatchcase(file_name, pattern) for pattern in ALLOWED_FILES) and "/" not in file_name:
                (partial / file_name).write_bytes(content)
        found = inspect_folder(partial)
        partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return found
