"""How a load reports its progress."""

from typing import Protocol


class Progress(Protocol):
    """Called regularly by long operations: a step in words, and the share that is done, if known."""

    def __call__(self, step: str, share: float | None = None) -> None:
        """progress("downloading", 0.4); progress("reading the weights")"""


def ignore_progress(step: str, share: float | None = None) -> None:
    """A Progress that does nothing."""


class GuardedProgress:
    """A Progress whose exceptions do not interrupt the work.

    The watcher draws on a page, and drawing raises when the reader has left the page. Others may be waiting for
    the same load, so the first exception is stored, the watcher is not called again, and `raise_caught` raises it
    when the work is done.
    """

    def __init__(self, watch: Progress) -> None:
        self._watch = watch
        self._kept: BaseException | None = None

    def __call__(self, step: str, share: float | None = None) -> None:
        if self._kept is None:
            try:
                self._watch(step, share)
            except BaseException as error:  # Streamlit stops a script with exceptions that are no Exception
                self._kept = error

    def raise_caught(self) -> None:
        if self._kept is not None:
            raise self._kept
