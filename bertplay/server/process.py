"""The server process: how many connections it may open, how its threads switch, what it does when asked to stop."""

import asyncio
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

SWITCH_INTERVAL = 0.0005
"""The thread switch interval, a tenth of Python's default. A forward pass makes hundreds of PyTorch calls, each of which releases
and reacquires the GIL: while another visitor's page was running, that delayed a prediction by half a second."""


def take_short_turns() -> None:
    """Switch threads more often, so that they wait less for each other."""
    sys.setswitchinterval(SWITCH_INTERVAL)


def allow_many_connections() -> None:
    """Raise the limit of open connections as far as the system allows; many shells start with 1,024 or 256."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def at_end(stop: Callable[[], None]) -> None:
    """Call `stop` when the server is asked to stop, before it waits for the open streams; the signals then work as usual."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def end(received: int, frame: FrameType | None, before: Any = before) -> None:
            if not loop.is_closed():  # who presses Ctrl-C twice
                loop.call_soon_threadsafe(stop)
            if callable(before):
                before(received, frame)

        signal.signal(number, end)
