"""Whether a page is at rest: its server has answered all that was asked, to the end, and the browser has drawn it.

Streamlit's own sign in the page says "notRunning" also after a click of which the server has said nothing yet, and between two runs of
which the first asked for the second. So what passes between page and server is read as well.
"""

import time
from collections import deque
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.waiting import SECONDS

APP = "[data-testid=stApp]"
LOOKS, MILLISECONDS_BETWEEN_POLLS = 5, 100
"""At rest in so many looks, one after the other: longer than a text box waits for another letter."""


class Exchange:
    """What passes between a page and its server."""

    def __init__(self, page: Page) -> None:
        self._has_begun, self.is_answered = False, False
        self.latest: deque[str] = deque(maxlen=12)
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        self._has_begun, self.is_answered = False, False
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and (message := BackMsg.FromString(frame)).HasField("rerun_script"):
            self._has_begun, self.is_answered = False, False
            self.latest.append("asked for " + (message.rerun_script.fragment_id or "the page"))

    def _received(self, frame: bytes | str) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind in {"new_session", "script_finished"}:
            self.latest.append(f"{kind} {message.script_finished}")
        if kind == "new_session":
            self._has_begun, self.is_answered = True, False
        elif kind == "script_finished":
            self.is_answered = self._has_begun and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


_exchanges: WeakKeyDictionary[Page, Exchange] = WeakKeyDictionary()


def follow(page: Page) -> None:
    """Read what passes between this page and its server from now on; before it is opened anywhere."""
    _exchanges[page] = Exchange(page)


def expect_rest(page: Page) -> None:
    """Wait until a page is at rest: after that nothing is replaced under the test, and nothing is shown twice.

    While one tab takes the place of another, the boxes of both are in the page. Not for pages that ask again by themselves.
    """
    end, still = time.monotonic() + SECONDS, 0
    while still < LOOKS:
        assert time.monotonic() < end, f"the page did not come to rest: {[*_exchanges[page].latest]}"
        page.wait_for_timeout(MILLISECONDS_BETWEEN_POLLS)
        is_drawn = page.locator(APP).get_attribute("data-test-script-state") == "notRunning"
        still = still + 1 if is_drawn and _exchanges[page].is_answered else 0
