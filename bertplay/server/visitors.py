"""The identity of each browser, and the link that makes a browser the administrator's."""

import hmac
from collections.abc import Sequence
from http.cookies import SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bertplay.i18n import N_
from bertplay.permissions import (
    ADMINISTRATOR_COOKIE,
    BROWSER_COOKIE,
    UNSET,
    Visitor,
    admin_key,
    administrator_cookie,
    is_loopback,
    is_token,
    new_token,
    visitor_of,
)
from bertplay.server.language import plain_page
from bertplay.settings import get_settings

SECONDS = 365 * 24 * 3600
OWN_FRAMES = "'self'"
PATH = "/administrator"


class Identity:
    """Gives every browser that loads a page an identity, unless it has one already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
        if not is_page or is_token(HTTPConnection(scope).cookies.get(BROWSER_COOKIE, "")):
            return await self.app(scope, receive, send)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie(scope, BROWSER_COOKIE, new_token()))
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def cookie(scope: Scope, name: str, value: str, seconds: int = SECONDS) -> str:
    """A cookie that scripts cannot read and other sites cannot send. Inside a frame of another site it needs HTTPS, as browsers demand."""
    jar: SimpleCookie = SimpleCookie({name: value})
    morsel, is_framed = jar[name], get_settings().frame_ancestors.strip() not in (OWN_FRAMES, "'none'")
    morsel["path"], morsel["max-age"], morsel["httponly"], morsel["samesite"] = "/", seconds, True, "Lax"
    if is_encrypted(scope):
        morsel["secure"] = True
        if is_framed:
            morsel["samesite"] = "None"
    return morsel.OutputString()


def is_encrypted(scope: Scope) -> bool:
    """Whether the browser uses HTTPS, to this server or to a proxy in front of it."""
    return bool(scope["scheme"] == "https" or Headers(scope=scope).get("x-forwarded-proto", "") == "https")


def visitor_behind(connection: HTTPConnection) -> Visitor:
    """The visitor who sent a request."""
    return visitor_of(connection.cookies, connection.headers, st.get_option("server.address"))


async def become_administrator(request: Request) -> Response:
    """Handle the link that the server prints at startup: set the cookie and redirect to the first page, without the key."""
    given = request.query_params.get("key", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), admin_key().encode()):
        return plain_page(request, N_("This is not the administrator’s key. The server prints the link when it starts."), 403)
    response = RedirectResponse(str(request.url.path).removesuffix(PATH) + "/", 303)
    response.headers.append("set-cookie", cookie(request.scope, ADMINISTRATOR_COOKIE, administrator_cookie()))
    return response


def administrator_link() -> str:
    """The link; it contains the key unless the administrator chose the key."""
    address, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
    host = "localhost" if address in ("0.0.0.0", "::") or is_loopback(address) else address  # noqa: S104  compared, not listened on
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    key = admin_key() if get_settings().admin_key == UNSET else "…"
    return f"http://{host}:{port}/{base}{'/' if base else ''}{PATH.strip('/')}?key={key}"


ROUTES: Sequence[Route] = (Route(PATH, become_administrator),)
