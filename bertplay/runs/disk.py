"""Whether the disk of the runs can take one more: said before a run starts, not when its first checkpoint fails."""

import shutil
from pathlib import Path
from tempfile import TemporaryFile

from bertplay.errors import StoreUnavailable
from bertplay.i18n import N_, lazy
from bertplay.settings import Settings

MB = 10**6
FREE_SPACE = N_("Delete runs, or free some space, or set BERTPLAY_RUNS_DIR to another disk.")
WRITABLE = N_("Let the server write there, or set BERTPLAY_RUNS_DIR to another folder.")


def free_bytes(folder: Path) -> int:
    """Room on the disk of a folder, which need not exist yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def used_bytes(folder: Path) -> int:
    """What the files below a folder take."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) if folder.is_dir() else 0


def check_disk(settings: Settings) -> None:
    """StoreUnavailable when the folder of the runs cannot be written, or too little room is left on its disk."""
    folder = settings.runs_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        problem = lazy("The folder of the runs cannot be written: {reason}.", reason=(error.strerror or str(error)).lower())
        raise StoreUnavailable(problem, value=str(folder), remedy=WRITABLE) from error
    if free < settings.free_mb * MB:
        said = N_("The disk of the runs is too full: {free:,.0f} MB are free, and {least:,} must stay free.")
        raise StoreUnavailable(lazy(said, free=free / MB, least=settings.free_mb), value=str(folder), remedy=FREE_SPACE)


def check_room(settings: Settings, more: int = 0) -> None:
    """The same, and StoreUnavailable when runs, their data and models would take more than they may with so many bytes more."""
    check_disk(settings)
    used = used_bytes(settings.runs_dir) + more
    if used > settings.runs_mb * MB:
        said = N_("Runs and their data would take {used:,.0f} MB; the limit is {most:,}.")
        raise StoreUnavailable(lazy(said, used=used / MB, most=settings.runs_mb), remedy=N_("Delete runs that nobody needs."))
