"""Limits on uploads, which Streamlit keeps in memory: for each session, and for all together."""

from collections import Counter

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bertplay.i18n import N_, LazyString, lazy
from bertplay.server.language import translated
from bertplay.settings import get_settings
from bertplay.ui.streamlit_internals import uploaded_bytes

PATH = "/_stcore/upload_file/"
MIB = 1 << 20


class Uploads:
    """Refuses uploads that would exceed the memory allowed to their session or to all sessions, and uploads without a length."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.arriving: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or PATH not in scope["path"]:
            return await self.app(scope, receive, send)
        session, stated = scope["path"].partition(PATH)[2].partition("/")[0], Headers(scope=scope).get("content-length", "")
        if not stated.isdecimal():
            return await refusal(scope, N_("An upload must state its length."), 411)(scope, receive, send)
        length = int(stated[:15])
        if problem := self.problem_with(session, length):
            return await refusal(scope, problem, 413)(scope, receive, send)
        self.arriving[session] += length
        try:
            await self.app(scope, receive, send)
        finally:
            self.arriving[session] -= length
            self.arriving += Counter()  # those at zero go

    def problem_with(self, session: str, length: int) -> str | LazyString:
        """Why this upload is refused; "" if it is accepted."""
        settings, held = get_settings(), Counter(uploaded_bytes()) + self.arriving
        if held[session] + length > settings.upload_mib * MIB:
            return lazy("The uploads of one page take at most {most:,} MiB. Reload the page to start over.", most=settings.upload_mib)
        if held.total() + length > settings.uploads_mib * MIB:
            return lazy("The uploads of all pages take at most {most:,} MiB. Try again later.", most=settings.uploads_mib)
        return ""


def refusal(scope: Scope, problem: str | LazyString, status: int) -> PlainTextResponse:
    """The response that refuses an upload; the page shows its text."""
    return PlainTextResponse(translated(HTTPConnection(scope), problem), status)
