"""Health checks and metrics for monitoring.

/healthz       200 as long as the process answers
/readyz        200 when the server is ready for visitors, 503 with the reasons: still loading, full, a store or disk unavailable
/readyz/page   200 when another page may be opened here, 404 when this process is full: for a proxy in front of several processes
/metrics       Prometheus; for this machine, and for anyone with the administrator's key
"""

import hmac
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bertplay.errors import ClusterUnavailable, StoreUnavailable
from bertplay.i18n import N_, LazyString, lazy
from bertplay.metrics import CACHE_BUDGET_BYTES, CACHE_BYTES, FREE_DISK_BYTES, MODELS, RUNS, SESSIONS
from bertplay.model_service.base import FIRST_MODEL, is_ready_in
from bertplay.permissions import admin_key, is_loopback, names_this_machine
from bertplay.runs.disk import check_disk, free_bytes
from bertplay.runs.state import RunState
from bertplay.server.language import plain_page, translated
from bertplay.server.visitors import visitor_behind
from bertplay.settings import get_settings
from bertplay.ui.runtime import get_runtime


async def healthz(_request: Request) -> Response:
    """200 as long as the process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """Whether the server is ready for visitors."""
    problems = [translated(request, problem) for problem in await run_in_threadpool(find_problems)]
    return JSONResponse({"ready": not problems, "problems": problems}, 503 if problems else 200)


async def page_readyz(_request: Request) -> Response:
    """Whether another page may be opened here. On 404, HAProxy sends new visitors elsewhere but keeps those who have a page here."""
    is_full = open_pages() >= get_settings().max_sessions
    return PlainTextResponse("full" if is_full else "ok", 404 if is_full else 200)


def find_problems() -> list[str | LazyString]:
    """The reasons why the server is not ready; none if it is."""
    problems: list[str | LazyString] = []
    settings = get_settings()
    try:
        if not is_ready_in(get_runtime().models.memory(), FIRST_MODEL):
            problems.append(N_("The first model is not loaded."))
    except ClusterUnavailable as error:
        problems.append(error.problem)
    if open_pages() >= settings.max_sessions:
        problems.append(lazy("{most:,} pages are open.", most=settings.max_sessions))
    try:
        check_disk(settings)
        get_runtime().service().store.count()
    except StoreUnavailable as error:
        problems.append(error.problem)
    return problems


def open_pages() -> int:
    """The number of open pages."""
    return int(next(sample.value for family in SESSIONS.collect() for sample in family.samples))


async def metrics(request: Request) -> Response:
    """The metrics; 403 for anyone who may not read them."""
    if not may_read(request):
        return plain_page(request, N_("The metrics are for this machine, and for whoever has the administrator’s key."), 403)
    await run_in_threadpool(measure)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def may_read(request: Request) -> bool:
    """Whether the request comes from this machine to its own name, or has the key: "Authorization: Bearer …"."""
    is_near = request.client is not None and is_loopback(request.client.host) and names_this_machine(request.headers)
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    return is_near or hmac.compare_digest(given, admin_key().encode()) or visitor_behind(request).is_administrator


def measure() -> None:
    """Update the gauges, which are read at the moment rather than counted."""
    with suppress(ClusterUnavailable):  # the machines that compute say it of themselves
        memory = get_runtime().models.memory()
        CACHE_BYTES.set(memory.bytes_held)
        CACHE_BUDGET_BYTES.set(memory.budget_bytes)
        MODELS.set(len(memory.entries))
    FREE_DISK_BYTES.set(free_bytes(get_settings().runs_dir))
    try:
        counts: Counter[str] = Counter(get_runtime().service().store.count())
    except StoreUnavailable:
        return
    for state in RunState:
        RUNS.labels(state.value).set(counts[state])


ROUTES: Sequence[Route] = (
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/readyz/page", page_readyz),
    Route("/metrics", metrics),
)
