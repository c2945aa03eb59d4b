"""The server's side of the warm worker: start it when it may soon be needed, let it measure, make it the worker of a run."""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bertplay.runs.costs import key_of
from bertplay.settings import Settings
from bertplay.training.jobs import FineTune, job_to_json

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
WARM_WORKER = (sys.executable, "-m", "bertplay.runs.warm_worker")
FOLDER = "warm_worker"
IS_POSSIBLE = os.name == "posix"
"""Elsewhere one cannot wait for a pipe and a process at the same time."""
SECONDS_BETWEEN_STARTS = 10.0


class WarmWorkerClient:
    """At most one waiting process that has imported everything. It is optional: without it a run starts a cold worker."""

    def __init__(self, settings: Settings, environment: dict[str, str], command: Sequence[str] = WARM_WORKER) -> None:
        self.settings, self.environment, self.command = settings, environment, tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: set[str] = set()
        self._started = float("-inf")
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Its process id, if it is alive."""
        with self._lock:
            return self._process.pid if self._process and self._is_alive() else None

    def warm(self) -> bool:
        """Start it if there is none; returns whether there is one now."""
        with self._lock:
            if not self.settings.warm_worker or not IS_POSSIBLE:
                return False
            if self._is_alive():
                return True
            if time.monotonic() - self._started < SECONDS_BETWEEN_STARTS:
                return False  # it exited at once: another server has one, or it cannot be started
            self._started = time.monotonic()
            self._process = self._start()
            return self._process is not None

    def measure(self, job: FineTune) -> bool:
        """Let it measure what such a run costs; returns whether a measurement is under way."""
        key = key_of(job, self.settings)
        with self._lock:
            if not self._is_alive():
                return False
            if key not in self._asked:
                self._asked.add(key)
                short = replace(job, probe_sentences=())  # a short line: nobody waits until it is read
                return send(self._process, {"measure": key, "job": job_to_json(short)})
            return True

    def forget(self) -> None:
        """A job whose measurement failed may be measured again."""
        with self._lock:
            self._asked.clear()

    def become(self, run_id: str) -> subprocess.Popen[bytes] | None:
        """Make it the worker of this run; returns its process, None if no warm worker is available."""
        with self._lock:
            if not self._is_alive() or self._process is None:
                return None
            process, self._process = self._process, None
            self._started = float("-inf")
            self._asked.clear()
            is_sent = send(process, {"become": run_id})
            close(process)
            return process if is_sent else None

    def stop(self) -> None:
        """Tell it to exit."""
        with self._lock:
            if self._process is not None:
                close(self._process)

    def _is_alive(self) -> bool:
        """Whether it is alive; a process that has exited is reaped."""
        if self._process is not None and self._process.poll() is not None:
            close(self._process)
            self._process = None
            self._asked.clear()
        return self._process is not None

    def _start(self) -> subprocess.Popen[bytes] | None:
        folder = self.settings.runs_dir / FOLDER
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "log.txt").open("wb") as log:
                return subprocess.Popen(  # noqa: S603  the command is ours
                    self.command, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
                )
        except OSError as error:
            logger.warning("no warm worker can be started: %s", error)
            return None


def send(process: subprocess.Popen[bytes] | None, message: dict[str, object]) -> bool:
    """Send it a line; returns whether it could still be reached."""
    if process is None or process.stdin is None:
        return False
    try:
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
    except (OSError, ValueError):
        return False
    return True


def close(process: subprocess.Popen[bytes]) -> None:
    """Close its pipe, after which it reads what was written and then end of file."""
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
