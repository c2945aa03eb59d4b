"""Many browsers open a page at once: how long until all are served, and what memory the server takes.

A browser is a WebSocket client that asks for the page as Streamlit's front end does and reads until its script has
finished; none hangs up before all are served. The clients share the machine with the server. Beside our options the
same page is served with Streamlit's own (file watcher, garbage collection after each run).
Sends traffic to this machine alone.
"""

import argparse
import asyncio
import json
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection

from benchmarks.front_end import PATIENCE, connected
from benchmarks.serving import ROOT, STOCK, Server, streamlit_server, summary


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser's visit.

    seconds   from connecting to the end of the script
    shown     the kinds of elements on the page, as Streamlit's messages name them: "text_input", "vega_lite_chart", …
    raised    the exceptions on the page
    """

    seconds: float
    shown: frozenset[str]
    raised: tuple[str, ...]


async def open_page(url: str, page: str = "", query: str = "") -> tuple[ClientConnection, Visit]:
    """Open a page and read it to its end. The connection stays open; the caller closes it. When anything fails it is closed."""
    started = time.perf_counter()
    connection = await connected(url)
    try:
        shown, raised = await read_page(connection, page, query)
    except BaseException:
        await connection.close()
        raise
    return connection, Visit(time.perf_counter() - started, frozenset(shown), tuple(raised))


async def read_page(connection: ClientConnection, page: str, query: str) -> tuple[set[str], list[str]]:
    """Ask for a page and read it to its end; the kinds of its elements, and what was raised."""
    request = BackMsg()
    request.rerun_script.page_name = page
    request.rerun_script.query_string = query
    await connection.send(request.SerializeToString())
    shown: set[str] = set()
    raised: list[str] = []
    while True:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(connection.recv(decode=False), PATIENCE))
        if message.WhichOneof("type") == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return shown, raised
        element = message.delta.new_element
        shown.add(element.WhichOneof("type") or "")
        if element.HasField("exception"):
            raised.append(element.exception.message)


async def open_together(server: Server, clients: int, page: str = "", query: str = "") -> tuple[list[Visit], list[BaseException], float]:
    """Open the page `clients` times at once: the visits, what went wrong with the others, the server's MiB with all connected."""
    outcomes = await asyncio.gather(*(open_page(server.url, page, query) for _ in range(clients)), return_exceptions=True)
    opened = [o for o in outcomes if not isinstance(o, BaseException)]
    memory = server.memory_mib()
    await asyncio.gather(*(connection.close() for connection, _ in opened))
    return [visit for _, visit in opened], [o for o in outcomes if isinstance(o, BaseException)], memory


def measure(clients: int, page: str, options: tuple[str, ...], warm_seconds: float) -> dict[str, object]:
    """A fresh server, one browser first, a pause for the model to load, then all at once."""
    with streamlit_server(ROOT / "app.py", options) as server:
        warm_up = asyncio.run(open_together(server, 1, page))
        time.sleep(warm_seconds)
        before, started = server.memory_mib(), time.perf_counter()
        visits, failures, after = asyncio.run(open_together(server, clients, page))
        wall = time.perf_counter() - started
        return {
            "clients": clients,
            "served": len(visits),
            "with_bars": sum(any("vega" in kind for kind in visit.shown) for visit in visits),
            "failed": [repr(f)[:200] for f in failures[:3]],
            "raised": [r for v in (*warm_up[0], *visits) for r in v.raised][:3],
            "wall_s": round(wall, 2),
            **summary([visit.seconds for visit in visits]),
            "memory_before_mib": round(before),
            "memory_after_mib": round(after),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--stock-clients", type=int, nargs="*", default=[30], help="the same with Streamlit's own options")
    parser.add_argument("--page", default="masked_word", help="the page's path; empty: the home page (default: masked_word)")
    parser.add_argument("--warm-seconds", type=float, default=10.0, help="pause between the first browser and all others")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = {
        "bertplay": [measure(n, options.page, (), options.warm_seconds) for n in options.clients],
        "stock options": [measure(n, options.page, STOCK, options.warm_seconds) for n in options.stock_clients],
    }
    if options.json:
        print(json.dumps(result))
        return
    for name, rows in result.items():
        for row in rows:
            print(f"{name}: {row}")


if __name__ == "__main__":
    main()
