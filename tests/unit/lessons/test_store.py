"""Lessons that are shared: found by their codes, changed by their owners, bounded."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.codes import LENGTH
from bertplay.errors import BadInput, LimitReached, StoreUnavailable, UnknownLesson
from bertplay.lessons import store as store_module
from bertplay.lessons.lesson import Lesson, Step
from bertplay.lessons.ready import ready_lessons
from bertplay.lessons.store import DAY, MAX_DAYS, LessonStore
from bertplay.settings import Settings

LESSON = Lesson(title="Dogs <b>", steps=(Step(page="masked_word", question="Who\nbarks?", inputs={"text": "A [MASK]."}, answer="A dog."),))


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(runs_dir=tmp_path, database=database)


@pytest.fixture
def store(settings: Settings) -> Iterator[LessonStore]:
    store = LessonStore(settings)
    yield store
    store.close()


def test_a_lesson_is_found_by_its_code_after_a_restart(store: LessonStore, settings: Settings) -> None:
    codes = [store.share(lesson, "ada") for lesson in (LESSON, *ready_lessons().values())]
    assert {len(code) for code in codes} == {LENGTH}
    again = LessonStore(settings)
    assert [again.lesson(code).lesson for code in codes] == [LESSON, *ready_lessons().values()]
    again.close()


def test_only_its_owner_changes_and_deletes_it(store: LessonStore) -> None:
    code = store.share(LESSON, "ada")
    other = LESSON.model_copy(update={"title": "Cats"})
    with pytest.raises(UnknownLesson):
        store.change(code, other, "eve")
    assert not store.delete(code, "eve")
    assert store.lesson(code).lesson == LESSON
    store.change(code, other, "ada")
    assert (store.lesson(code).lesson.title, store.of_owner("ada")[0].code, store.of_owner("eve")) == ("Cats", code, ())
    assert store.delete(code, "ada")
    with pytest.raises(UnknownLesson, match="There is no lesson with this code"):
        store.lesson(code)


def test_the_one_that_was_changed_last_comes_first(store: LessonStore) -> None:
    first, second = store.share(LESSON, "ada"), store.share(LESSON, "ada")
    assert [one.code for one in store.of_owner("ada")] == [second, first]
    store.change(first, LESSON, "ada")
    assert [one.code for one in store.of_owner("ada")] == [first, second]


def test_an_owner_and_a_server_have_so_many_and_no_more(store: LessonStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_OF_OWNER", 2)
    monkeypatch.setattr(store_module, "MAX_LESSONS", 3)
    for owner in ("ada", "ada", "eve"):
        store.share(LESSON, owner)
    with pytest.raises(LimitReached, match="You have shared 2 lessons"):
        store.share(LESSON, "ada")
    with pytest.raises(LimitReached, match="3 lessons are shared on this server"):
        store.share(LESSON, "bob")


def test_a_lesson_not_opened_for_a_year_is_deleted(store: LessonStore, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, used, unused = time.time(), store.share(LESSON, "ada"), store.share(LESSON, "ada")
    monkeypatch.setattr(time, "time", lambda: begun + 200 * DAY)
    store.lesson(used)
    monkeypatch.setattr(time, "time", lambda: begun + (MAX_DAYS + 1) * DAY)
    assert store.delete_old() == 1
    assert store.lesson(used).lesson == LESSON
    with pytest.raises(UnknownLesson):
        store.lesson(unused)


def test_a_lesson_too_long_for_a_file_is_not_shared(store: LessonStore) -> None:
    step = Step(page="masked_word", question="Why?", inputs={"text": "a" * 29_000})
    with pytest.raises(BadInput, match="too large"):
        store.share(Lesson(title="Long", steps=(step,) * 8), "ada")
    assert store.of_owner("ada") == ()


def test_a_file_that_is_damaged_is_explained(tmp_path: Path) -> None:
    (tmp_path / "lessons.sqlite").write_bytes(b"this is no database, and long enough to be seen as none" * 20)
    with pytest.raises(StoreUnavailable, match="store of lessons"):
        LessonStore(Settings(runs_dir=tmp_path))
