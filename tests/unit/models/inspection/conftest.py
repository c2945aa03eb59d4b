"""A folder to be spoiled, and a file that must never be written."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.models.inspection.spoiling import NAME


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of a good folder, to be spoiled."""
    return Path(shutil.copytree(tiny_folder, tmp_path / NAME))


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """A file that a payload would write; it must never be there."""
    path = tmp_path / "canary"
    yield path
    assert not path.exists()
