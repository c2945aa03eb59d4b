"""A model folder of the reader's own: inspected first, and only then moved to the other models; and removed again. No torch."""

import io
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from bertplay.errors import BadInput, UnknownModel
from bertplay.i18n import N_, lazy
from bertplay.models.catalog import LOCAL_PREFIX, checked_id
from bertplay.models.downloaded import PARTIAL, delete, folders
from bertplay.models.inspection import CONFIG, Inspected, inspect_folder
from bertplay.models.listing import check_listing, is_read
from bertplay.settings import Settings

MAX_FOLDERS = 50
MAX_UNPACKED = 1_000_000_000


def add_local_model(name: str, files: Mapping[str, bytes], settings: Settings) -> Inspected:
    """Keep some files as the model local/<name>; what inspection found.

    files   by their paths; the model is in the folder nearest to the top that has a config.json

    They are written to another folder first. A folder that is refused is removed again: UnsafeModel says why. Files
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
        paths = model_paths(files)
        check_listing(name, paths.values(), elsewhere="")
        for path, file_name in paths.items():
            if is_read(file_name):
                (partial / file_name).parent.mkdir(exist_ok=True)
                (partial / file_name).write_bytes(files[path])
        found = inspect_folder(partial)
        partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return found


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip by their paths in it, empty where loading would not read them. BadInput for no zip, or too large a one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            paths = model_paths(info.filename for info in archive.infolist() if not info.is_dir())
            size = sum(archive.getinfo(path).file_size for path, name in paths.items() if is_read(name))
            if size > MAX_UNPACKED:
                problem, most = N_("The archive is too large when it is unpacked."), MAX_UNPACKED / 1e6
                raise BadInput(problem, value=f"{size / 1e6:,.0f} MB", remedy=lazy("Use at most {most:,.0f} MB.", most=most))
            return {path: archive.read(path) if is_read(name) else b"" for path, name in paths.items()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        remedy = N_("Pack the folder again as a plain zip, without a password.")
        raise BadInput(N_("This archive cannot be unpacked."), remedy=remedy) from error


def model_paths(paths: Iterable[str]) -> dict[str, str]:
    """The paths of a model's files -> their names within its folder: the one nearest to the top that has a config.json.

    ["mine/config.json", "mine/1_Pooling/config.json", "__MACOSX/mine/._config.json"]
        -> {"mine/config.json": "config.json", "mine/1_Pooling/config.json": "1_Pooling/config.json"}
    """
    there = [path for path in paths if not any(part.startswith((".", "__MACOSX")) for part in path.split("/"))]
    homes = [path.removesuffix(CONFIG) for path in there if path.rpartition("/")[2] == CONFIG]
    home = min(homes, key=lambda home: (home.count("/"), home), default="")
    return {path: path.removeprefix(home) for path in there if path.startswith(home)}


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
    return folder.parent / PARTIAL / folder.name
