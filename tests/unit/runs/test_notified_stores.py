"""Servers and workers read the runs again only after something has been written, by whichever process, in SQLite and in Postgres."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event

from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from tests.conftest import database_of
from tests.unit.runs.conftest import job
from tests.waiting import until


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return database_of(request)


@pytest.fixture
def other(settings: Settings) -> Iterator[Store]:
    """Another server."""
    store = Store(settings)
    yield store
    store.close()


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Every query that is sent from now on."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def is_silent(queries: list[str], look: Callable[[], object]) -> bool:
    queries.clear()
    look()
    return not queries


def test_a_queue_in_which_nothing_happens_is_not_queried(service: RunService, other: Store, queries: list[str]) -> None:
    until(lambda: is_silent(queries, service.scheduler.check_queue))  # Postgres needs a moment until it listens
    run_id = service.start(job())
    assert not is_silent(queries, other.rows)
    until(lambda: is_silent(queries, other.rows))
    assert service.store.change(run_id, [RunState.QUEUED], state=RunState.CANCELLED)
    until(lambda: other.rows([RunState.CANCELLED]) != [])


def test_who_has_written_reads_what_was_written(service: RunService, queries: list[str]) -> None:
    run_id = service.start(job())
    until(lambda: is_silent(queries, lambda: service.store.row(run_id)))
    for name in ("first", "second"):
        assert service.store.change(run_id, [RunState.QUEUED], name=name)
        row = service.store.row(run_id)
        assert row is not None
        assert row.name == name
