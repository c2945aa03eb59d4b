"""One look for all: nothing is read twice while nothing changed, and nothing old is shown when something did."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bertplay.database import open_sqlite
from bertplay.rooms import glance as module
from bertplay.rooms.glance import Glance
from bertplay.rooms.question import Question
from bertplay.rooms.store import RoomStore
from bertplay.settings import Settings


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
    glance, reader = Glance(engine), Reader(engine)
    assert [glance.of("numbers", reader) for _ in range(5)] == [0] * 5
    assert reader.times == 1
    add(engine)
    assert [glance.of("numbers", reader) for _ in range(5)] == [1] * 5
    assert reader.times == 2
    glance.close()


def test_each_has_its_own_place(engine: Engine) -> None:
    glance = Glance(engine)
    assert (glance.of(("room", "a"), lambda: 1), glance.of(("room", "b"), lambda: 2), glance.of(("room", "a"), lambda: 3)) == (1, 2, 1)
    glance.close()


def test_what_failed_is_not_remembered(engine: Engine) -> None:
    glance = Glance(engine)

    def fail() -> int:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        glance.of("it", fail)
    assert glance.of("it", lambda: 7) == 7
    glance.close()


def test_names_that_anybody_made_up_do_not_fill_the_memory(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 10)
    glance = Glance(engine)
    for number in range(100):
        glance.of(number, lambda: None)
    assert len(glance._kept) <= 10
    glance.close()


def test_nobody_sees_less_than_was_written_before_the_look(engine: Engine) -> None:
    glance, reader, behind = Glance(engine), Reader(engine), []

    def look() -> None:
        for _ in range(200):
            before = reader()
            if glance.of("numbers", reader) < before:
                behind.append(before)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        add(engine)
    for thread in threads:
        thread.join()
    assert behind == []
    assert glance.of("numbers", reader) == 100
    glance.close()


def test_two_servers_see_each_other_at_once(store: RoomStore, settings: Settings, soup: Question) -> None:
    other = RoomStore(settings)
    room, key = store.open()
    assert not other.is_revealed(room, soup.step)
    assert other.asked(room) == ""
    store.ask(room, key, soup, [])
    store.reveal(room, key, soup.step, is_revealed=True)
    assert other.asked(room) == soup.step
    assert other.is_revealed(room, soup.step)
    other.count(room, soup, "hot")
    question = store.question(room, soup.step)
    assert question is not None
    assert question.total == 1
    other.close()
