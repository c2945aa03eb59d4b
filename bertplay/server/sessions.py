"""How many pages are open: each is a WebSocket of Streamlit's, with a session in this process behind it."""

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from bertplay.i18n import N_, _, match_language, using_language
from bertplay.metrics import SESSIONS, TURNED_AWAY
from bertplay.settings import get_settings

STREAM = "/_stcore/stream"
TRY_LATER = 1013
"""The code of a WebSocket that says so (RFC 6455 and its registry)."""
SECONDS = 60
FULL = N_("This server is full: {most} pages are open. Try again in a minute.")
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="60"><title>bertplay</title>
<style>:root {{ color-scheme: light dark; font: 1.1rem system-ui, sans-serif }}
main {{ max-width: 34rem; margin: 20vh auto; padding: 1rem }}</style>
<main>{text}</main></html>"""


class Sessions:
    """Counts the open pages, and lets no more in than there may be. Pages without a session, as that of a class, are always answered."""

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
    """Whether this is a page of Streamlit's, that will open a session."""
    from bertplay.server.routes import routes

    is_page = scope["type"] == "http" and scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    return is_page and not any(route.matches(scope)[0] is Match.FULL for route in routes())


def full_page(scope: Scope) -> HTMLResponse:
    """In the reader's language, and asked again by itself."""
    language = match_language(Headers(scope=scope).get("accept-language", "").partition(",")[0].partition(";")[0])
    with using_language(language):
        text = _(FULL, most=get_settings().max_sessions)
    return HTMLResponse(PAGE.format(language=language, text=text), 503, {"retry-after": str(SECONDS)})
