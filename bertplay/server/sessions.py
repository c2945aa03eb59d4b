"""How many pages are open: each is a Streamlit WebSocket with a session in this process."""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bertplay.i18n import N_, lazy
from bertplay.metrics import SESSIONS, TURNED_AWAY
from bertplay.server.language import plain_page
from bertplay.settings import get_settings

STREAM = "/_stcore/stream"
TRY_LATER = 1013
"""The code of a WebSocket that says so (RFC 6455 and its registry)."""
SECONDS = 60
FULL = N_("This server is full: {most} pages are open. Try again in a minute.")


class Sessions:
    """Counts the open pages and limits their number. Pages without a session, such as a student's, never reach it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_session = scope["type"] == "websocket" and scope["path"].endswith(STREAM)
        if self.open >= get_settings().max_sessions and (is_session or opens_session(scope)):
            TURNED_AWAY.inc()
            if is_session:
                return await send({"type": "websocket.close", "code": TRY_LATER})
            return await full_page(scope)(scope, receive, send)
        if not is_session:
            return await self.app(scope, receive, send)
        self.open += 1
        SESSIONS.set(self.open)
        try:
            await self.app(scope, receive, send)
        finally:
            self.open -= 1
            SESSIONS.set(self.open)


def opens_session(scope: Scope) -> bool:
    """Whether this is a request for a Streamlit page, which will open a session."""
    return scope["type"] == "http" and scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def full_page(scope: Scope) -> HTMLResponse:
    """The page shown when the server is full; the browser reloads it by itself."""
    headers = {"retry-after": str(SECONDS), "refresh": str(SECONDS)}
    return plain_page(HTTPConnection(scope), lazy(FULL, most=get_settings().max_sessions), 503, headers)
