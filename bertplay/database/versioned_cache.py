"""A cache of query results shared by all browsers of a process, hundreds of which check for changes every few seconds.

The store has a version number that changes with every write (`Database.version`) and costs a fraction of a query to read.
As long as it is the same, the cached results are valid.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MAX_ENTRIES = 2_000
"""Anyone can make up codes in a link: when there are this many entries, all are dropped."""


class VersionedCache:
    """Caches query results until `version` returns another number."""

    def __init__(self, version: Callable[[], int]) -> None:
        self._newest = version
        self._lock = threading.Lock()
        self._version: int | None = None
        self._entries: dict[Hashable, Any] = {}

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """The cached result of `read` for this key, or a new one."""
        with self._lock:
            version = self._newest()
            if version != self._version or len(self._entries) >= MAX_ENTRIES:
                self._entries.clear()
                self._version = version
            if key not in self._entries:
                # A change in the meantime changes the version, so the next call drops this entry.
                self._entries[key] = read()
            value: T = self._entries[key]
            return value
