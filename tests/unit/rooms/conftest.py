"""A store of rooms in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.rooms.question import Question
from bertplay.rooms.store import RoomStore
from bertplay.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(runs_dir=tmp_path / "runs")


@pytest.fixture
def store(settings: Settings) -> Iterator[RoomStore]:
    opened = RoomStore(settings)
    yield opened
    opened.close()


@pytest.fixture
def soup() -> Question:
    return Question("masked_word", ("The soup is too [MASK].", "4"), "The soup is too [MASK].")
