"""The shared cache: nothing is read twice while nothing changes, and nothing stale is returned when something does."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select

from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.database import Database, open_database
from bertplay.database import versioned_cache as module
from bertplay.database.versioned_cache import VersionedCache
from bertplay.settings import Settings
from tests.unit.classroom.conftest import answer, counted
from tests.waiting import until

TABLES = MetaData()
NUMBERS = Table("numbers", TABLES, Column("id", Integer, primary_key=True))


@pytest.fixture
def numbers(settings: Settings) -> Iterator[Database]:
    opened = open_database(settings, "numbers", TABLES, "The store of numbers")
    yield opened
    opened.close()


class Reader:
    """Counts the numbers of the table, and how often it did."""

    def __init__(self, numbers: Database) -> None:
        self.numbers, self.times = numbers, 0

    def __call__(self) -> int:
        self.times += 1
        with self.numbers.session() as session:
            return session.execute(select(func.count()).select_from(NUMBERS)).scalar_one()


def add(numbers: Database) -> None:
    with numbers.exclusive() as session:
        session.execute(insert(NUMBERS))


def listening(numbers: Database) -> Database:
    """The same, once it hears of changes: until then Postgres is asked every time."""
    until(lambda: numbers.version() == numbers.version())
    return numbers


def test_what_did_not_change_is_read_once(numbers: Database) -> None:
    cache, reader = VersionedCache(listening(numbers).version), Reader(numbers)
    assert [cache.get("numbers", reader) for _ in range(5)] == [0] * 5
    assert reader.times == 1
    add(numbers)
    assert [cache.get("numbers", reader) for _ in range(5)] == [1] * 5
    assert reader.times == 2


def test_each_key_has_its_own_entry(numbers: Database) -> None:
    cache = VersionedCache(listening(numbers).version)
    assert (cache.get(("class", "a"), lambda: 1), cache.get(("class", "b"), lambda: 2), cache.get(("class", "a"), lambda: 3)) == (1, 2, 1)


def test_a_failure_is_not_cached(numbers: Database) -> None:
    cache = VersionedCache(listening(numbers).version)

    def fail() -> int:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        cache.get("it", fail)
    assert cache.get("it", lambda: 7) == 7


def test_made_up_codes_do_not_fill_the_memory(numbers: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 10)
    cache = VersionedCache(listening(numbers).version)
    for number in range(100):
        cache.get(number, lambda: None)
    assert len(cache._entries) <= 10


def test_nobody_reads_less_than_was_written_before(numbers: Database) -> None:
    cache, reader, behind = VersionedCache(listening(numbers).version), Reader(numbers), []

    def look() -> None:
        for _ in range(200):
            before = reader()
            if cache.get("numbers", reader) < before:
                behind.append(before)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        add(numbers)
    for thread in threads:
        thread.join()
    assert behind == []
    assert cache.get("numbers", reader) == 100


def test_two_servers_see_each_other_at_once(store: ClassroomStore, settings: Settings, soup: ClassQuestion) -> None:
    other = ClassroomStore(settings)
    code, key = store.open()
    assert not other.is_revealed(code, soup.id)
    until(lambda: other.asked(code) == "")
    store.ask(code, key, soup, [])
    until(lambda: other.asked(code) == soup.id)
    answer(other, code, soup, "a", "hot")
    until(lambda: counted(store, code, soup) == [{"hot": 1}])
    store.reveal(code, key, soup.id, is_revealed=True)
    until(lambda: other.is_revealed(code, soup.id))
    other.close()
