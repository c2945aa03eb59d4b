"""Calls a function in a child process with limits on memory and time, so that it cannot block or crash the server.

    call_in_child(learn_merges, {"ab": 3}, 10, "frequency")

Arguments and result must be JSON. The process does not import the server's libraries, runs at the lowest priority, and ends when the
answer is no longer wanted: see `still_wanted`. For untrusted tokenizers, which may crash, and for Python code that would hold the GIL
for seconds.

    python -I child.py bertplay.tasks.wordpiece_merges learn_merges    reads the arguments, writes the answer
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any

MAX_MEMORY = 3 << 30
MAX_SECONDS = 20
"""Processor time."""
PATIENCE = 120.0
"""Wall-clock seconds; more than MAX_SECONDS, because the machine may be busy."""
SECONDS_BETWEEN_CHECKS = 0.1
NICE = 5
PLACES = threading.BoundedSemaphore(max(1, (os.cpu_count() or 1) // 2))
"""Limits the number of children at a time to half of the cores; the others are for everything else."""
ROOT = Path(__file__).resolve().parents[1]

still_wanted: ContextVar[Callable[[], object]] = ContextVar("still_wanted", default=lambda: None)
"""Called repeatedly while a child works; raises an exception if the answer is no longer wanted."""


class ChildFailed(Exception):
    """The function raised an exception, or its process ended early. `str(error)` is the reason, "" if unknown."""


class ChildTooSlow(ChildFailed):
    """The time limit was reached."""


def call_in_child(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result, via JSON, of a top-level function of a module. Raises ChildFailed, and whatever `still_wanted` raises."""
    check = still_wanted.get()
    until = time.monotonic() + PATIENCE
    while not PLACES.acquire(timeout=SECONDS_BETWEEN_CHECKS):
        check()
        if time.monotonic() > until:
            raise ChildTooSlow
    try:
        command = [sys.executable, "-I", str(Path(__file__).resolve()), function.__module__, function.__qualname__]
        with subprocess.Popen(  # noqa: S603  our own file
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            try:
                output = talk(process, json.dumps(arguments).encode(), check)
            except BaseException:
                process.kill()
                raise
    finally:
        PLACES.release()
    return answer_in(output, process.returncode)


def environment() -> dict[str, str]:
    """The environment of the child, with one thread per library: every further thread reserves memory that counts towards the limit."""
    needed = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "OPENBLAS_CORETYPE") if name in os.environ}
    return needed | {"TOKENIZERS_PARALLELISM": "false", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def talk(process: subprocess.Popen[bytes], content: bytes, check: Callable[[], object]) -> bytes:
    """Send the arguments and wait for the answer."""
    until, left = time.monotonic() + PATIENCE, content or None
    while time.monotonic() < until:
        try:
            return process.communicate(left, timeout=SECONDS_BETWEEN_CHECKS)[0]
        except subprocess.TimeoutExpired:
            left = None  # it is being sent
            check()
    raise ChildTooSlow


def answer_in(output: bytes, code: int) -> Any:
    """The answer in the child's output."""
    if code:
        is_slow = code == -getattr(signal, "SIGXCPU", 0)
        raise (ChildTooSlow if is_slow else ChildFailed)(output.decode("utf-8", "replace")[-200:])
    try:
        return json.loads(output)
    except ValueError as error:  # a library has written, too
        raise ChildFailed from error


def limit() -> None:
    """Limit memory and time, where the system supports it."""
    with suppress(ImportError):  # Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 1))  # the first one says why it ends
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(NICE)


def main(module: str, name: str) -> None:
    """The main function of the child."""
    limit()
    sys.path.insert(0, str(ROOT))
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # it is no stranger's stream
    try:
        sys.stdout.write(json.dumps(getattr(import_module(module), name)(*json.load(sys.stdin))))
    except BaseException as error:  # a panic of Rust is no Exception
        sys.stdout.write(f"{type(error).__name__}: {error}")
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
