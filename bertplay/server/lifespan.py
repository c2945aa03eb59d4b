"""What starts with the server, before its first request, and stops with it."""

import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bertplay.server.connections import bound_headers
from bertplay.server.join.service import join_service
from bertplay.server.process import allow_many_connections, at_end, take_short_turns
from bertplay.server.visitors import administrator_link
from bertplay.ui.runtime import get_runtime

SECONDS_FOR_A_VISITOR = 3.0
"""How long importing the model libraries, which blocks everything else, waits for a page that is opened right after the start."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """The lifespan of the server: resources are opened before `yield` and closed after it."""
    allow_many_connections()
    bound_headers()
    take_short_turns()
    at_end(join_service.stop_events)
    sys.stdout.write(f"  Administrator: {administrator_link()}\n\n")
    sys.stdout.flush()
    threading.Thread(target=start_runtime, name="bertplay-start", daemon=True).start()
    yield
    await join_service.close()


def start_runtime() -> None:
    """Start the shared runtime without waiting for a visitor, so that runs queued before a restart go on."""
    time.sleep(SECONDS_FOR_A_VISITOR)
    get_runtime()
