"""One look at the store for all browsers of a process. Three hundred ask every two seconds whether anything changed.

SQLite counts, for each connection, the commits of the others (`PRAGMA data_version`), and to ask for that number costs
a twentieth of a query with its session. While it stands still, what was read is true.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Engine

T = TypeVar("T")
MOST_KEPT = 2_000
"""Names in links are anybody's: so many answers are kept, then all are forgotten."""


class Glance:
    """Remembers what was read until anybody else has written."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._lock = threading.Lock()
        self._version = -1
        self._kept: dict[Hashable, Any] = {}

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._connection.close()

    def of(self, what: Hashable, read: Callable[[], T]) -> T:
        """What `read` returns, read now or remembered under `what`. `read` must use another connection."""
        with self._lock:
            version = int(self._connection.exec_driver_sql("PRAGMA data_version").scalar_one())
            if version != self._version or len(self._kept) >= MOST_KEPT:
                self._kept.clear()
                self._version = version
            if what not in self._kept:
                # Whoever writes meanwhile changes the number, so that this is forgotten at the next look.
                self._kept[what] = read()
            found: T = self._kept[what]
            return found
