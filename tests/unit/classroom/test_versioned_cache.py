"""The shared cache: nothing is read twice while nothing changes, and nothing stale is returned when something does."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bertplay.classroom import versioned_cache as module
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.classroom.versioned_cache import VersionedCache
from bertplay.database import open_sqlite
from bertplay.settings import Settings
from tests.unit.classroom.conftest import answer, counted


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    opened = open_sqlite(tmp_path / "numbers.sqlite")
    with opened.begin() as connection:
        connection.execute(text("create table numbers (number integer)"))
    return opened


class Reader:
    """Counts the numbers of the table, and how often it did."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.times = engine, 0

    def __call__(self) -> int:
        self.times += 1
        with self.engine.connect() as connection:
            return int(connection.execute(text("select count(*) from numbers")).scalar_one())


def add(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("insert into numbers values (1)"))


def test_what_did_not_change_is_read_once(engine: Engine) -> None:
    cache, reader = VersionedCache(engine), Reader(engine)
    assert [cache.get("numbers", reader) for _ in range(5)] == [0] * 5
    assert reader.times == 1
    add(engine)
    assert [cache.get("numbers", reader) for _ in range(5)] == [1] * 5
    assert reader.times == 2
    cache.close()


def test_each_key_has_its_own_entry(engine: Engine) -> None:
    cache = VersionedCache(engine)
    assert (cache.get(("class", "a"), lambda: 1), cache.get(("class", "b"), lambda: 2), cache.get(("class", "a"), lambda: 3)) == (1, 2, 1)
    cache.close()


def test_a_failure_is_not_cached(engine: Engine) -> None:
    cache = VersionedCache(engine)

    def fail() -> int:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        cache.get("it", fail)
    assert cache.get("it", lambda: 7) == 7
    cache.close()


def test_made_up_codes_do_not_fill_the_memory(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 10)
    cache = VersionedCache(engine)
    for number in range(100):
        cache.get(number, lambda: None)
    assert len(cache._entries) <= 10
    cache.close()


def test_nobody_reads_less_than_was_written_before(engine: Engine) -> None:
    cache, reader, behind = VersionedCache(engine), Reader(engine), []

    def look() -> None:
        for _ in range(200):
            before = reader()
            if cache.get("numbers", reader) < before:
                behind.append(before)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        add(engine)
    for thread in threads:
        thread.join()
    assert behind == []
    assert cache.get("numbers", reader) == 100
    cache.close()


def test_two_servers_see_each_other_at_once(store: ClassroomStore, settings: Settings, soup: ClassQuestion) -> None:
    other = ClassroomStore(settings)
    code, key = store.open()
    assert not other.is_revealed(code, soup.id)
    assert other.asked(code) == ""
    store.ask(code, key, soup, [])
    assert other.asked(code) == soup.id
    answer(other, code, soup, "a", "hot")
    assert counted(store, code, soup) == [{"hot": 1}]
    store.reveal(code, key, soup.id, is_revealed=True)
    assert other.is_revealed(code, soup.id)
    other.close()
