"""Bounds for uploads, which Streamlit keeps in memory: of each session, and of all together."""

from collections import Counter

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bertplay.i18n import N_, LazyString, lazy
from bertplay.server.language import said
from bertplay.settings import get_settings
from bertplay.ui.streamlit_internals import uploaded_bytes

PATH = "/_stcore/upload_file/"
MIB = 1 << 20


class Uploads:
    """Refuses an upload that would take more memory than its session, or all sessions, may; one that says no length too."""

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
        """Why this upload cannot be taken; "" when it can."""
        settings, held = get_settings(), Counter(uploaded_bytes()) + self.arriving
        if held[session] + length > settings.upload_mib * MIB:
            return lazy("The uploads of one page take at most {most:,} MiB. Reload the page to start over.", most=settings.upload_mib)
        if held.total() + length > settings.uploads_mib * MIB:
            return lazy("The uploads of all pages take at most {most:,} MiB. Try again later.", most=settings.uploads_mib)
        return ""


def refusal(scope: Scope, problem: str | LazyString, status: int) -> PlainTextResponse:
    """Why an upload is not taken, for the page to show."""
    return PlainTextResponse(said(HTTPConnection(scope), problem), status)
