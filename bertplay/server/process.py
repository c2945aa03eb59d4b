"""The process of the server: how many connections it may have, and what it does when it is told to end."""

import asyncio
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any


def allow_many_connections() -> None:
    """As many open connections as the system lets this process have; many shells start it with 1,024 or 256."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def at_end(stop: Callable[[], None]) -> None:
    """Call `stop` when the server is told to end, before it begins to wait for the open streams; the signals then take their way."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def end(received: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(stop)
            if callable(before):
                before(received, frame)

        signal.signal(number, end)
