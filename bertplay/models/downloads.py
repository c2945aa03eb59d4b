"""Downloads that go on while nobody waits for them: started, watched and stopped from any page. No torch.

It differs from a load that downloads (`loading.py`) in that no page hangs on it: closing the browser changes nothing.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bertplay.errors import BertplayError, ModelUnavailable
from bertplay.models.download import WORKS_WITHOUT, Offer, ask_hub, download
from bertplay.models.spec import Hub, ModelSpec
from bertplay.settings import Settings
from bertplay.wording import in_one, later, mark

RATE_SECONDS = 10.0
"""The rate is that of the last seconds: at the start of a download it says nothing yet."""
State = Literal["downloading", "stopping", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class DownloadView:
    """One download at one moment.

    arrived, total   bytes
    rate             bytes a second; None until two moments are known
    seconds_left     None when the rate is unknown or nothing arrives
    reason           why it failed, in words
    """

    model: str
    title: str
    state: State
    arrived: int
    total: int
    rate: float | None = None
    seconds_left: float | None = None
    reason: str = ""


class Download:
    """One download in a thread of its own."""

    def __init__(self, spec: ModelSpec, source: Hub, offer: Offer, settings: Settings) -> None:
        self.spec, self.total = spec, offer.bytes
        self.stop = threading.Event()
        self._state: State = "downloading"
        self._reason = ""
        self._seen: deque[tuple[float, int]] = deque(maxlen=64)
        self._thread = threading.Thread(target=self._run, args=(source, settings), name=f"download-{spec.id}", daemon=True)
        self._thread.start()

    def _run(self, source: Hub, settings: Settings) -> None:
        try:
            download(self.spec, source, settings.hub_dir, offline=settings.offline, progress=self._tell, stop=self.stop)
            self._tell("", 1.0)
            self._state = "done"
        except BertplayError as error:
            self._state = "stopped" if self.stop.is_set() else "failed"
            self._reason = in_one(error)
        except Exception as error:
            problem = later("The download failed with {kind}.", kind=type(error).__name__)
            self._state, self._reason = "failed", later("{problem} {remedy}", problem=problem, remedy=later(WORKS_WITHOUT))

    def _tell(self, step: str, share: float | None = None) -> None:
        if share is not None:
            self._seen.append((time.monotonic(), round(share * self.total)))

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def view(self) -> DownloadView:
        """A picture of this moment."""
        seen = list(self._seen)
        arrived = seen[-1][1] if seen else 0
        rate = rate_of([moment for moment in seen if moment[0] >= seen[-1][0] - RATE_SECONDS])
        left = (self.total - arrived) / rate if rate else None
        state: State = "stopping" if self.stop.is_set() and self.is_running else self._state
        return DownloadView(self.spec.id, self.spec.title, state, arrived, self.total, rate, left, self._reason)


def rate_of(seen: list[tuple[float, int]]) -> float | None:
    """Bytes a second between the first and the last of some moments: [(0.0, 0), (2.0, 10)] -> 5.0"""
    if len(seen) < 2 or seen[-1][0] <= seen[0][0]:
        return None
    return max(0.0, (seen[-1][1] - seen[0][1]) / (seen[-1][0] - seen[0][0]))


class Downloads:
    """All downloads of one server; each model at most once at a time."""

    def __init__(self, settings: Settings, ask: Callable[[ModelSpec, Hub], Offer] = ask_hub) -> None:
        self._settings, self._ask = settings, ask
        self._lock = threading.Lock()
        self._all: dict[str, Download] = {}

    def offer(self, spec: ModelSpec) -> Offer:
        """What the hub would send, asked now. ModelUnavailable within seconds when it does not answer."""
        if self._settings.offline:
            raise ModelUnavailable(
                later("{title} must be downloaded, and BERTPLAY_OFFLINE forbids it.", title=spec.title), remedy=WORKS_WITHOUT
            )
        return self._ask(spec, hub_of(spec))

    def start(self, spec: ModelSpec, offer: Offer) -> None:
        """Begin, or go on with, a download; nothing when it runs already."""
        with self._lock:
            running = self._all.get(spec.id)
            if running is None or not running.is_running:
                self._all[spec.id] = Download(spec, hub_of(spec), offer, self._settings)

    def stop(self, model_id: str) -> None:
        """Stop a download soon: at its next chunk. What has arrived is kept."""
        with self._lock:
            if model_id in self._all:
                self._all[model_id].stop.set()

    def views(self) -> tuple[DownloadView, ...]:
        """Every download of this server, those that ended too."""
        with self._lock:
            return tuple(one.view() for one in self._all.values())


def hub_of(spec: ModelSpec) -> Hub:
    """Where a model of the hub is."""
    if not isinstance(spec.source, Hub):
        raise ModelUnavailable(
            later("{title} is no model of the hub.", title=spec.title), value=spec.id, remedy=mark("It is here already.")
        )
    return spec.source
