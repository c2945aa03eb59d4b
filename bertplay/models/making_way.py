"""Preemption: between two layers of a long pass, short requests get a pass of their own, then the long one continues."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def nothing() -> None:
    """No request waits."""


short_requests: ContextVar[Callable[[], None]] = ContextVar("short_requests", default=nothing)


@contextmanager
def interrupted_by(run: Callable[[], None]) -> Iterator[None]:
    """The passes in the block may be interrupted: `run` makes a pass, in this thread, for the short requests that wait."""
    token = short_requests.set(run)
    try:
        yield
    finally:
        short_requests.reset(token)


def make_way() -> None:
    """Called where a pass may be interrupted: its own state is in local variables alone, and the model is only read."""
    run = short_requests.get()
    if run is nothing:
        return
    import torch

    threads = torch.get_num_threads()
    with interrupted_by(nothing):
        run()
    if torch.get_num_threads() != threads:  # a short pass takes one
        torch.set_num_threads(threads)
