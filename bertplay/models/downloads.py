"""Downloads that continue in the background: started, watched and stopped from any page. No torch.

Unlike a load that downloads (`loading.py`), it does not depend on a page: closing the browser changes nothing.
"""

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Literal

from bertplay.errors import BertplayError
from bertplay.i18n import error_text, lazy
from bertplay.models.download import download
from bertplay.models.hub import Offer, ask_hub
from bertplay.models.hub_errors import WORKS_WITHOUT
from bertplay.models.spec import Hub
from bertplay.settings import Settings

RATE_SECONDS = 10.0
"""The rate is that of the last seconds: at the start of a download it means nothing yet."""
State = Literal["downloading", "stopping", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class DownloadView:
    """One download at one moment.

    repo             of the hub
    arrived, total   bytes
    rate             bytes a second; None until two measurements are known
    seconds_left     None when the rate is unknown or nothing arrives
    reason           why it failed, in words
    """

    repo: str
    title: str
    state: State
    arrived: int
    total: int
    rate: float | None = None
    seconds_left: float | None = None
    reason: str = ""


class Download:
    """One download in its own thread."""

    def __init__(self, offer: Offer, settings: Settings, reserved: int) -> None:
        self.offer, self.total = offer, offer.bytes
        self.stop = threading.Event()
        self._state: State = "downloading"
        self._reason = ""
        self._seen: deque[tuple[float, int]] = deque(maxlen=64)
        self._thread = threading.Thread(target=self._run, args=(settings, reserved), name=f"download-{offer.repo}", daemon=True)
        self._thread.start()

    def _run(self, settings: Settings, reserved: int) -> None:
        try:
            download(self.offer, settings, self._tell, self.stop, reserved)
            self._tell("", 1.0)
            self._state = "done"
        except BertplayError as error:
            self._state = "stopped" if self.stop.is_set() else "failed"
            self._reason = error_text(error)
        except Exception as error:
            problem = lazy("The download failed with {kind}.", kind=type(error).__name__)
            self._state, self._reason = "failed", lazy("{problem} {remedy}", problem=problem, remedy=lazy(WORKS_WITHOUT))

    def _tell(self, step: str, share: float | None = None) -> None:
        if share is not None:
            self._seen.append((time.monotonic(), round(share * self.total)))

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def view(self) -> DownloadView:
        """A snapshot of the download."""
        seen = list(self._seen)
        arrived = seen[-1][1] if seen else 0
        rate = rate_of([moment for moment in seen if moment[0] >= seen[-1][0] - RATE_SECONDS])
        left = (self.total - arrived) / rate if rate else None
        state: State = "stopping" if self.stop.is_set() and self.is_running else self._state
        return DownloadView(self.offer.repo, self.offer.title, state, arrived, self.total, rate, left, self._reason)


def rate_of(seen: list[tuple[float, int]]) -> float | None:
    """Bytes a second between the first and the last of some measurements: [(0.0, 0), (2.0, 10)] -> 5.0"""
    if len(seen) < 2 or seen[-1][0] <= seen[0][0]:
        return None
    return max(0.0, (seen[-1][1] - seen[0][1]) / (seen[-1][0] - seen[0][0]))


class Downloads:
    """All downloads of one server; each repository at most once at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._all: dict[str, Download] = {}

    def offer(self, source: Hub) -> Offer:
        """What the hub would send now. ModelUnavailable within seconds if it does not respond; UnsafeModel."""
        return ask_hub(source, self._settings)

    def start(self, offer: Offer) -> None:
        """Start or resume a download; does nothing if it is already running."""
        with self._lock:
            running = self._all.get(offer.repo)
            if running is None or not running.is_running:
                views = [one.view() for one in self._all.values() if one.is_running]
                self._all[offer.repo] = Download(offer, self._settings, sum(view.total - view.arrived for view in views))

    def stop(self, repo: str) -> None:
        """Stop a download when the next bytes arrive. What has been received stays on disk."""
        with self._lock:
            if repo in self._all:
                self._all[repo].stop.set()

    def forget(self, repo: str) -> None:
        """Remove a finished download from the list."""
        with self._lock:
            if repo in self._all and not self._all[repo].is_running:
                del self._all[repo]

    def is_running(self, repo: str) -> bool:
        """Whether a repository is being downloaded."""
        with self._lock:
            return repo in self._all and self._all[repo].is_running

    def views(self) -> tuple[DownloadView, ...]:
        """Every download of this server, finished ones included."""
        with self._lock:
            return tuple(one.view() for one in self._all.values())
