"""Waiting for a condition. All waits are long, because the machine may be busy and a wait that succeeds early costs nothing."""

import time
from collections.abc import Callable

SECONDS = 240.0


def until(is_true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Wait until the condition is true; fails when it never is."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)
