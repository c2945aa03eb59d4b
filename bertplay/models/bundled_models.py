"""Where the models that come with bertplay are.

A checkout has all of them in bertplay/models/bundled. Of the wheels, `bertplay` has those that every page needs; `bertplay-models` brings
the others, in a separate package.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bertplay.models.downloaded import folders

BUNDLED_FOLDER = Path(__file__).parent / "bundled"
FURTHER = "bertplay_models"


@cache
def bundled_roots() -> tuple[Path, ...]:
    """The folders that hold a folder for each model."""
    further = find_spec(FURTHER)
    return (BUNDLED_FOLDER, *map(Path, (further and further.submodule_search_locations) or ()))


def bundled_folder(name: str) -> Path:
    """The folder of a bundled model; where it would be, when it is not installed."""
    found = (place / name for place in bundled_roots() if (place / name).is_dir())
    return next(found, BUNDLED_FOLDER / name)


def bundled_folders() -> Iterator[Path]:
    """The folders of all that are installed."""
    return (folder for place in bundled_roots() for folder in folders(place) if bundled_folder(folder.name) == folder)


def is_installed(name: str) -> bool:
    """Whether a bundled model is installed."""
    return bundled_folder(name).is_dir()


def is_inside(folder: Path) -> bool:
    """Whether a folder came with bertplay."""
    return any(folder.absolute().is_relative_to(place) for place in bundled_roots())
