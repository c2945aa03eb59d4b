"""The process of the server: how many connections it may have, how its threads take turns, what it does when it is asked to end."""

import asyncio
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

SECONDS_OF_A_TURN = 0.0005
"""A thread that computes in Python gives way after so long, a tenth of Python's own value. A forward pass is some hundred calls of PyTorch,
each of which lets go of Python's lock and waits for it again: beside another visitor's page code that cost a prediction half a second."""


def take_short_turns() -> None:
    """Let the threads of this process wait less for each other."""
    sys.setswitchinterval(SECONDS_OF_A_TURN)


def allow_many_connections() -> None:
    """As many open connections as the system lets this process have; many shells start it with 1,024 or 256."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def at_end(stop: Callable[[], None]) -> None:
    """Call `stop` when the server is asked to end, before it begins to wait for the open streams; the signals then act as usual."""
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
