"""What the browser benchmarks share: a real server in a process of its own, a Chromium, medians."""

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psutil
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SECONDS_TO_START = 180.0
STOCK = ("--server.fileWatcherType", "auto", "--runner.postScriptGC", "true")  # as Streamlit is shipped


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `started` is time.perf_counter() just before its process was made."""

    url: str
    pid: int
    started: float

    def memory_mib(self) -> float:
        """Resident memory of the server and of what it started."""
        process = psutil.Process(self.pid)
        return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 2**20


@contextmanager
def streamlit_server(
    script: Path, options: Sequence[str] = (), environment: dict[str, str] | None = None, port: int = 0
) -> Iterator[Server]:
    """Start `streamlit run` in the script's folder, on a port of this machine alone, by default a free one, and stop it afterwards."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script.name, "--server.address", "127.0.0.1", "--server.port", str(port)]
    with running_server([*command, "--server.headless", "true", *options], port, script.parent, environment) as server:
        yield server


def free_port() -> int:
    """A free port below the ephemeral range, so that no outgoing connection takes it by chance."""
    while True:
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running_server(
    command: Sequence[str], port: int, folder: Path, environment: dict[str, str] | None = None, health: str = "/_stcore/health"
) -> Iterator[Server]:
    """Start a server with a command, in a folder, and stop it afterwards.

    Yields as soon as its port answers. Raises RuntimeError when it does not within some minutes.
    """
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  the command is ours
        command,
        cwd=folder,
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_accepted(f"http://127.0.0.1:{port}{health}", process, started + SECONDS_TO_START)
        yield Server(f"http://127.0.0.1:{port}", process.pid, started)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _wait_until_accepted(health: str, process: subprocess.Popen[bytes], deadline: float) -> None:
    while time.perf_counter() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(health, timeout=SECONDS_TO_START):  # noqa: S310  it is on this machine
            return
        time.sleep(0.005)
    raise RuntimeError(f"the server did not start; its process ended with {process.poll()}")


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """A headless Chromium: the system's own when there is one, otherwise the one that Playwright brought.

    options   of its command line
    """
    system = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", *options], timeout=1_000 * SECONDS_TO_START)
        yield browser
        browser.close()


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds; [0.1, 0.2, 0.3] -> median 200.0."""
    p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return {"median_ms": round(1000 * median(seconds), 1), "p95_ms": round(1000 * p95, 1), "worst_ms": round(1000 * max(seconds), 1)}
