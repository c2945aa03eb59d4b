"""Many browsers open a page at once: two front ends behind HAProxy against one, with one Postgres.

Browsers are those of `benchmarks.browsers`; they share the machine with the front ends, HAProxy and Postgres. One and two front ends
take turns, so that a slowdown of the machine affects both.

    python -m benchmarks.front_ends --clients 300 --rounds 3

It needs HAProxy (Debian: apt-get install haproxy). Sends traffic to this machine alone.
"""

import argparse
import asyncio
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlparse

from benchmarks.browsers import open_page, open_together
from benchmarks.postgres import SmallPostgres
from benchmarks.serving import ROOT, Server, free_port, running_server, streamlit_server, summary

HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NAMES = ("a", "b")


@dataclass(frozen=True, slots=True)
class Cluster:
    """The address of the proxy, and the front ends by the names that its cookie gives them."""

    proxy: Server
    front_ends: dict[str, Server]

    def memory_mib(self) -> float:
        """Resident memory of the front ends."""
        return sum(one.memory_mib() for one in self.front_ends.values())


@contextmanager
def running_cluster(environment: dict[str, str], front_ends: int = 2) -> Iterator[Cluster]:
    """Front ends with these settings behind HAProxy, configured as in deploy/; RuntimeError where HAProxy is not installed."""
    if HAPROXY is None:
        raise RuntimeError("HAProxy is not installed")
    with ExitStack() as stack:
        found = {n: stack.enter_context(streamlit_server(ROOT / "app.py", environment=environment)) for n in NAMES[:front_ends]}
        nobody = f"127.0.0.1:{free_port()}"
        places = {f"FRONT_END_{n.upper()}": urlparse(found[n].url).netloc if n in found else nobody for n in NAMES}
        port = free_port()
        command = [HAPROXY, "-f", str(ROOT / "deploy" / "haproxy.cfg")]
        proxy = running_server(command, port, ROOT, {"PORT": str(port), **places}, health="/healthz")
        yield Cluster(stack.enter_context(proxy), found)


async def warm_up(cluster: Cluster, page: str) -> None:
    """One browser at each front end, before timing starts."""
    for front_end in cluster.front_ends.values():
        connection, _visit = await open_page(front_end.url, page)
        await connection.close()


def measure(database: str, front_ends: int, clients: int, page: str, warm_seconds: float) -> dict[str, object]:
    """Fresh front ends, one browser at each, a pause for the models to load, then all at once."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"BERTPLAY_HUB": "off", "BERTPLAY_RUNS_DIR": folder, "BERTPLAY_DATABASE": database, "BERTPLAY_WARM_WORKER": "0"}
        with running_cluster(environment, front_ends) as cluster:
            asyncio.run(warm_up(cluster, page))
            time.sleep(warm_seconds)
            started = time.perf_counter()
            visits, failures, _proxy = asyncio.run(open_together(cluster.proxy, clients, page))
            wall = time.perf_counter() - started
            return {
                "front_ends": front_ends,
                "served": len(visits),
                "failed": [repr(one)[:200] for one in failures[:3]],
                "wall_s": round(wall, 2),
                **(summary([visit.seconds for visit in visits]) if visits else {}),
                "memory_mib": round(cluster.memory_mib()),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", default="masked_word", help="the page's path; empty: the home page (default: masked_word)")
    parser.add_argument("--warm-seconds", type=float, default=10.0, help="pause between the first browsers and all others")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    with closing(SmallPostgres()) as server:
        server.start()
        for _ in range(options.rounds):
            for front_ends in (1, 2):
                rows.append(measure(server.empty_database(), front_ends, options.clients, options.page, options.warm_seconds))
    walls = {n: median(float(str(row["wall_s"])) for row in rows if row["front_ends"] == n) for n in (1, 2)}
    result = {"rows": rows, "wall_s": walls, "two_against_one": round(walls[2] / walls[1], 2)}
    print(json.dumps(result) if options.json else "\n".join(map(str, [*rows, walls, f"two against one: {result['two_against_one']}"])))


if __name__ == "__main__":
    main()
