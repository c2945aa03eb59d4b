"""The routes of the server that run no script. Streamlit serves every other address, its pages too."""

from collections.abc import Sequence

import streamlit as st
from starlette.routing import Mount, Route

from bertplay.server import health, previews, visitors
from bertplay.server.join import page

ROUTES: Sequence[Route | Mount] = (*visitors.ROUTES, *health.ROUTES, *previews.ROUTES, *page.ROUTES)
"""Each module of routes has its own sequence; here they come together."""


def routes() -> list[Route | Mount]:
    """The routes as this server is reached: below `server.baseUrlPath`, where one is set."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return [below(f"/{base}", route) for route in ROUTES] if base else list(ROUTES)


def below(base: str, route: Route | Mount) -> Route | Mount:
    """The same route below a path; not a Mount of all, which would answer for Streamlit's own routes there."""
    if isinstance(route, Mount):
        return Mount(base + route.path, route.app)
    return Route(base + route.path, route.endpoint, methods=list(route.methods or ()))
