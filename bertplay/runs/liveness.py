"""Whether a worker is alive: it holds a file lock, which the system releases when the process ends, however it ends.

A process id would be unreliable: a killed child that has not been reaped still has one, and ids are reused.
"""

from pathlib import Path

from filelock import FileLock, Timeout

NAME = "worker.lock"
LOCK_TIMEOUT = 2.0
"""A check holds the lock for a moment; a worker that starts just then waits that long."""


def lock_of(folder: Path) -> FileLock:
    """The lock of the run in this folder, not acquired yet."""
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / NAME, thread_local=False, fallback_to_soft=False)


def take_lock(folder: Path) -> FileLock | None:
    """Acquire the lock until the process ends; None if another worker holds it."""
    lock = lock_of(folder)
    try:
        lock.acquire(timeout=LOCK_TIMEOUT)
    except Timeout:
        return None
    return lock


def has_worker(folder: Path) -> bool:
    """Whether a living process holds the lock of the run in this folder."""
    if not (folder / NAME).exists():
        return False
    lock = lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
