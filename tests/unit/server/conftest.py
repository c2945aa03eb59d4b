from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.results.classroom import ModelAnswer
from bertplay.settings import get_settings

SOUP = ClassQuestion("masked_word", ("soup",), "The soup is too [MASK].", "Which word is masked?", boxes=("Your word",))
MODEL = (ModelAnswer((("hot", 0.9), ("cold", 0.1)), "hot"),)


@pytest.fixture
def store(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClassroomStore]:
    """The store that the teacher's pages use; the routes open the same database."""
    monkeypatch.setenv("BERTPLAY_RUNS_DIR", str(tmp_path))
    monkeypatch.setenv("BERTPLAY_DATABASE", database)
    get_settings.cache_clear()
    opened = ClassroomStore(get_settings())
    yield opened
    opened.close()
    get_settings.cache_clear()
