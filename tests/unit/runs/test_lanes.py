"""Places to train in: of many workers that claim one at once, only one gets it, in SQLite and in Postgres."""

from collections.abc import Iterator

import pytest

from benchmarks.claims import claim_at_once, places_given
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from tests.conftest import database_of
from tests.unit.runs.conftest import job

CLAIMS = 4
ROUNDS = 6


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return database_of(request)


@pytest.fixture
def stores(settings: Settings) -> Iterator[list[Store]]:
    """Two servers."""
    opened = [Store(settings), Store(settings)]
    yield opened
    for store in opened:
        store.close()


def end(store: Store, attempt_of: dict[str, int], state: RunState = RunState.FINISHED) -> None:
    for run_id, attempt in attempt_of.items():
        assert store.append(run_id, attempt, [], state=state)


@pytest.mark.parametrize("lanes", [1, 2])
def test_no_place_is_given_twice(settings: Settings, lanes: int) -> None:
    """`python -m benchmarks.claims` does it sixty times."""
    assert places_given(settings.model_copy(update={"runs_at_once": lanes}), ROUNDS, CLAIMS) == {lanes: ROUNDS}


def test_one_run_is_claimed_once_however_many_want_it(service: RunService, stores: list[Store]) -> None:
    for _ in range(ROUNDS):
        run_id = service.start(job())
        said = claim_at_once(stores, [run_id] * CLAIMS)
        assert sorted(said, key=str) == [1, None, None, None]
        end(service.store, {run_id: 1})


def test_a_run_that_is_paused_leaves_its_lane_and_comes_back_when_one_is_free(service: RunService) -> None:
    store = service.store
    first, second = service.start(job()), service.start(job(seed=1))
    assert store.claim(first) == 1
    end(store, {first: 1}, RunState.PAUSED)
    assert store.claim(second) == 1
    assert not store.unpause(first, 1)
    assert service.run(first).state is RunState.PAUSED
    end(store, {second: 1})
    assert store.unpause(first, 1)
    assert {row.id for row in store.rows([RunState.RUNNING])} == {first}


def test_a_lane_that_is_taken_stays_so_when_another_server_opens_the_store(service: RunService, settings: Settings) -> None:
    first, second = service.start(job()), service.start(job(seed=1))
    assert service.store.claim(first) == 1
    more = Store(settings.model_copy(update={"runs_at_once": 2}))
    assert service.store.claim(second) is None
    assert more.claim(second) == 1
    end(more, {first: 1})
    third = service.start(job(seed=2))
    assert service.store.claim(third) == 1
    more.close()


def test_a_run_that_is_deleted_leaves_no_lane_taken(service: RunService) -> None:
    first, second = service.start(job()), service.start(job(seed=1))
    assert service.store.claim(first) == 1
    end(service.store, {first: 1}, RunState.INTERRUPTED)
    service.delete(first)
    assert service.store.claim(second) == 1
