"""The routes that run no script. Streamlit serves all other addresses."""

from collections.abc import Sequence

import streamlit as st
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from bertplay.server import health, previews, visitors
from bertplay.server.join import page

ROUTES: Sequence[Route | Mount] = (*visitors.ROUTES, *health.ROUTES, *previews.ROUTES, *page.ROUTES)
"""Each module of routes has its own sequence; here they come together."""


def routes() -> list[Route | Mount]:
    """The routes, below `server.baseUrlPath` if that is set."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return [below(f"/{base}", route) for route in ROUTES] if base else list(ROUTES)


def below(base: str, route: Route | Mount) -> Route | Mount:
    """The same route below a path; a Mount for all of them would intercept Streamlit's own routes."""
    if isinstance(route, Mount):
        return Mount(base + route.path, route.app)
    return Route(base + route.path, route.endpoint, methods=list(route.methods or ()))


class OwnRoutes:
    """Answers these routes ahead of Streamlit: its own layers would take a third of the time that a student's request needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.streamlit = app
        self.router = ExceptionMiddleware(Router(routes(), default=app, redirect_slashes=False))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.router if scope["type"] == "http" else self.streamlit)(scope, receive, send)
