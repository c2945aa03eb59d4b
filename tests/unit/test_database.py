"""Databases of the stores: transactions, cleaned texts, and the explanation when Postgres cannot be used."""

import gc
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, event, func, insert, select, update

from benchmarks.postgres import SmallPostgres
from bertplay.database import CleanString, Database, open_database
from bertplay.database import postgres as postgres_module
from bertplay.errors import BadInput, StoreUnavailable
from bertplay.settings import Settings, get_settings
from tests.waiting import until

TABLES = MetaData()
WORDS = Table(
    "words", TABLES, Column("id", Integer, primary_key=True), Column("word", CleanString(40)), Column("times", Integer, default=0)
)


def opened(database: str, folder: Path) -> Database:
    return open_database(Settings(database=database, runs_dir=folder), "words", TABLES, "The store of words")


@pytest.fixture
def words(database: str, tmp_path: Path) -> Iterator[Database]:
    found = opened(database, tmp_path)
    yield found
    found.close()


def test_a_database_that_nobody_refers_to_closes_its_connections(tmp_path: Path) -> None:
    """Python 3.13 and later warn of each that is left open."""
    words = opened("sqlite", tmp_path)
    closed: list[object] = []
    event.listen(words.engine, "close", lambda connection, _record: closed.append(connection))
    words.version()
    with words.session() as session:
        session.execute(select(WORDS.c.word))
    del words, session
    gc.collect()
    assert len(closed) == 2


def test_what_a_person_pastes_is_held_and_found_again(words: Database) -> None:
    nasty = "nul \0, half \ud800, ru\u0301e \U0001f600 ' \" \\ % ; --"
    with words.exclusive() as session:
        session.execute(insert(WORDS).values(word=nasty))
    with words.session() as session:
        assert session.scalar(select(WORDS.c.word).where(WORDS.c.word == nasty)) == nasty.replace("\0", "\ufffd").replace(
            "\ud800", "\ufffd"
        )


def test_a_turn_is_all_or_nothing(words: Database) -> None:
    def fail() -> None:
        with words.exclusive() as session:
            session.execute(insert(WORDS).values(word="half"))
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    with words.exclusive() as session:
        assert session.scalar(select(func.count()).select_from(WORDS)) == 0


def test_what_is_read_in_a_turn_stays_true_until_it_ends(words: Database, database: str, tmp_path: Path) -> None:
    """Eight threads at two servers each read a number and write the next one, ten times."""
    other = opened(database, tmp_path)
    with words.exclusive() as session:
        session.execute(insert(WORDS).values(word="counted"))

    def count(at: Database) -> None:
        for _ in range(10):
            with at.exclusive() as session:
                times = session.scalar(select(WORDS.c.times)) or 0
                session.execute(update(WORDS).values(times=times + 1))

    threads = [threading.Thread(target=count, args=(at,)) for at in (words, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with words.session() as session:
        assert session.scalar(select(WORDS.c.times)) == 80
    other.close()


def test_a_server_that_hangs_in_its_turn_is_not_waited_for_forever(
    postgres: SmallPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened(postgres.empty_database(), tmp_path)
    monkeypatch.setitem(postgres_module.WAITING, "lock_timeout", "50ms")
    there = opened(postgres.address(), tmp_path)
    with here.exclusive(), pytest.raises(StoreUnavailable, match="try again in a moment"), there.exclusive():
        pass
    here.close()
    there.close()


def test_servers_that_start_together_make_the_tables_once(database: str, tmp_path: Path) -> None:
    found: list[Database] = []
    threads = [threading.Thread(target=lambda: found.append(opened(database, tmp_path))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    for one in found:
        one.close()


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        pytest.param({"password": "wrong"}, "Correct the user and the password in BERTPLAY_DATABASE.", id="password"),
        pytest.param({"database": "nowhere"}, "Create the database, or correct BERTPLAY_DATABASE", id="database"),
    ],
)
def test_an_address_that_is_refused_is_explained(postgres: SmallPostgres, tmp_path: Path, change: dict[str, str], remedy: str) -> None:
    address = postgres.address(**change)
    with pytest.raises(StoreUnavailable, match="The store of words cannot be used") as caught:
        opened(address, tmp_path)
    assert remedy in str(caught.value)
    assert "wrong" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        pytest.param(
            "postgresql://a:secret@127.0.0.1:9/b", "Check that Postgres is running at 127.0.0.1:9/b and can be reached", id="nobody"
        ),
        pytest.param("postgresql://a:secret@no.such.host.invalid/b", "no.such.host.invalid:5432/b was not found", id="no host"),
    ],
)
def test_a_postgres_that_is_not_there_is_explained(address: str, remedy: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="The store of words cannot be used") as caught:
        opened(address, tmp_path)
    assert remedy in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreUnavailable, match=r'pip install "bertplay\[cluster\]"'):
        opened("postgresql://a@host/b", tmp_path)


def test_an_address_of_another_database_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_DATABASE", "mysql://a:secret@host/b")
    with pytest.raises(BadInput, match="BERTPLAY_DATABASE cannot be used") as caught:
        get_settings.__wrapped__()
    assert "secret" not in str(caught.value)


def test_a_host_that_does_not_answer_is_not_waited_for_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_module, "SECONDS_BETWEEN_ATTEMPTS", 1_000.0)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        address = f"postgresql://a@127.0.0.1:{server.getsockname()[1]}/b"
        with pytest.raises(StoreUnavailable, match="Connection refused"):
            opened(address, tmp_path)
        server.listen()
        with pytest.raises(StoreUnavailable, match="Connection refused"):
            opened(address, tmp_path)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody has called
            server.accept()


def test_a_postgres_that_is_restarted_is_found_again(postgres: SmallPostgres, tmp_path: Path) -> None:
    here = opened(postgres.empty_database(), tmp_path)

    def count() -> int:
        with here.session() as session:
            return session.execute(select(func.count()).select_from(WORDS)).scalar_one()

    def answers() -> bool:
        with suppress(StoreUnavailable):
            return count() == 1
        return False

    with here.exclusive() as session:
        session.execute(insert(WORDS).values(word="kept"))
    postgres.stop()
    with pytest.raises(StoreUnavailable, match="The store of words cannot be used"):
        count()
    postgres.start()
    until(answers)
    here.close()


def test_lost_connections_are_made_anew_and_changes_are_heard_again(postgres: SmallPostgres, tmp_path: Path) -> None:
    here, there = (opened(postgres.empty_database() if n == 0 else postgres.address(), tmp_path) for n in range(2))
    until(lambda: here.version() == here.version())
    postgres.end_connections()
    with there.exclusive() as session:
        session.execute(insert(WORDS).values(word="after"))
    until(lambda: here.version() == here.version())
    before = here.version()
    with there.exclusive() as session:
        session.execute(insert(WORDS).values(word="heard"))
    until(lambda: here.version() != before)
    with here.session() as session:
        assert session.scalar(select(func.count()).select_from(WORDS)) == 2
    here.close()
    there.close()
