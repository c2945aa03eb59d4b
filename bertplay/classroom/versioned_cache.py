"""A cache of query results that all browsers of a process share: three hundred ask every few seconds whether anything has changed.

SQLite counts, for each connection, the commits of all other connections (`PRAGMA data_version`), and reading that number
costs a twentieth of a query with its session. As long as the number is the same, the cached results are valid.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Engine

T = TypeVar("T")
MAX_ENTRIES = 2_000
"""Anybody can make up codes in a link: when there are this many entries, all are dropped."""


class VersionedCache:
    """Caches what was read until another connection commits."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._lock = threading.Lock()
        self._version = -1
        self._entries: dict[Hashable, Any] = {}

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """The cached result of `read` for this key, or a new one. `read` must use another connection."""
        with self._lock:
            version = int(self._connection.exec_driver_sql("PRAGMA data_version").scalar_one())
            if version != self._version or len(self._entries) >= MAX_ENTRIES:
                self._entries.clear()
                self._version = version
            if key not in self._entries:
                # A commit in the meantime changes the version, so the next call drops this entry.
                self._entries[key] = read()
            value: T = self._entries[key]
            return value
