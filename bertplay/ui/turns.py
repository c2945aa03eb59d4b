"""One after the other: what three hundred pages would draw at once is drawn in turn.

Side by side they would all be ready at the end, and nothing else would run meanwhile: Python runs one thread at a time.
In turn the first is ready at once and the last no later, so that half of a class waits half as long or less.
"""

import threading
from weakref import WeakSet

SECONDS_OF_A_TURN = 10.0
"""Whoever waited so long while the one before had its turn goes on: that one may be waiting for a model.

To wait for a turn of its own does not count. Otherwise all who are left in a long queue would begin at the same moment.
"""


class Turns:
    """A queue of the threads that draw pages: each waits until the thread before it has ended.

    Streamlit draws in a thread that ends with the run, so nobody needs to give a turn back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: tuple[threading.Thread, threading.Event] | None = None
        self._had_one: WeakSet[threading.Thread] = WeakSet()

    def wait(self) -> None:
        """Wait for one's turn; a thread that had it already goes on."""
        me, has_begun = threading.current_thread(), threading.Event()
        with self._lock:
            if me in self._had_one:
                return
            before, self._last = self._last, (me, has_begun)
            self._had_one.add(me)
        if before is not None:
            thread, its_turn = before
            its_turn.wait()
            thread.join(SECONDS_OF_A_TURN)
        has_begun.set()
