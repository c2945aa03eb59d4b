from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.classroom.answers import GivenAnswer
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.errors import BertplayError
from bertplay.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(runs_dir=tmp_path / "runs", database=database)


@pytest.fixture
def store(settings: Settings) -> Iterator[ClassroomStore]:
    opened = ClassroomStore(settings)
    yield opened
    opened.close()


@pytest.fixture
def soup() -> ClassQuestion:
    return ClassQuestion("masked_word", ("The soup is too [MASK].", "4"), "The soup is too [MASK].", "Which word is masked?")


def answer(store: ClassroomStore, code: str, question: ClassQuestion, student: str, *boxes: str) -> tuple[str, ...]:
    """Count one answer; raises what it is refused with."""
    [outcome] = store.answer([GivenAnswer(code, question.id, student, boxes)])
    if isinstance(outcome, BertplayError):
        raise outcome
    return outcome


def counted(store: ClassroomStore, code: str, question: ClassQuestion) -> list[dict[str, int]]:
    """For each box, how often each answer was given."""
    found = store.question(code, question.id)
    return [{one.answer: one.count for one in box.answers if one.count} for box in found.boxes] if found else []
