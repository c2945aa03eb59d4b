"""Waiting for what must become true. A wait that ends well costs nothing, so all of them are long: a machine may be busy."""

import time
from collections.abc import Callable

SECONDS = 240.0


def until(is_true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Wait until something is true. Fails when it does not come true."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)
