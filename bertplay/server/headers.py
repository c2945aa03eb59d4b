"""Security headers of every response: which sites may frame it, and what a page may load."""

import streamlit as st
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bertplay.settings import get_settings

POLICY = (
    "default-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "  # Streamlit's components are inline, and Vega compiles its expressions
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; "
    "connect-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self' blob: data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
)
"""Nothing is loaded from, or sent to, another server."""


class SecurityHeaders:
    """Adds the headers to every response that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            b"content-security-policy": POLICY.format(ancestors=get_settings().frame_ancestors).encode(),
            b"x-content-type-options": b"nosniff",
            b"referrer-policy": b"no-referrer",
            b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                names = {name for name, _value in given}
                message["headers"] = given + [(name, value) for name, value in self.headers.items() if name not in names]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class TrustedHosts(TrustedHostMiddleware):
    """Serves only host names in `server.allowedHosts`, if that is set: Streamlit itself checks only its WebSocket."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, allowed_hosts=list(st.get_option("server.allowedHosts")) or ["*"], www_redirect=False)
