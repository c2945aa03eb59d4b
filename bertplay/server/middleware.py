"""The middleware through which every request passes, Streamlit's and its WebSocket's included, in the order of the list."""

from collections.abc import Sequence

from starlette.middleware import Middleware

from bertplay.server.headers import SecurityHeaders, TrustedHosts
from bertplay.server.previews import Previews
from bertplay.server.routes import OwnRoutes
from bertplay.server.sessions import Sessions
from bertplay.server.uploads import Uploads
from bertplay.server.visitors import Identity

MIDDLEWARE: Sequence[Middleware] = (
    Middleware(SecurityHeaders),
    Middleware(TrustedHosts),
    Middleware(Identity),
    Middleware(OwnRoutes),
    Middleware(Sessions),
    Middleware(Uploads),
    Middleware(Previews),
)
"""Plain ASGI classes, not BaseHTTPMiddleware, which would hold up a stream of events."""


def middleware() -> list[Middleware]:
    """The middleware of this server."""
    return list(MIDDLEWARE)
