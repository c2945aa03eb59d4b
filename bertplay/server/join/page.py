"""The students' page and the requests it makes.

    GET  /join                 a form for the code
    GET  /join/CODE            the page of a class
    GET  /join/CODE/events     questions and revealed answers, as server-sent events
    POST /join/CODE/answers    {"question": id, "boxes": ["word"]} -> {"boxes": ["word"]} as counted, or {"error": "a sentence"}

All addresses in the page are relative, so that it works below any path, even behind a proxy that strips it.
"""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bertplay.classroom.answers import GivenAnswer
from bertplay.classroom.question import MAX_BOXES
from bertplay.codes import read_code, slowed_down, written_code
from bertplay.errors import BadInput, BertplayError, ClassroomFull, NotAsked, StoreUnavailable, TooManyGuesses, UnknownClassroom
from bertplay.i18n import N_, _, error_text, localized, offered_languages, using_language
from bertplay.server.join.event_stream import EventStream
from bertplay.server.join.service import join_service
from bertplay.server.language import reader_language
from bertplay.settings import get_settings

HERE = Path(__file__).parent
MAX_BODY = 8_000
"""Bytes of an answer: eight boxes of forty characters, and then some."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {ancestors}"
)
"""The page has nothing in it that a browser should run or draw but its own files."""
STATUS: dict[type[BertplayError], int] = {
    BadInput: 400,
    UnknownClassroom: 404,
    NotAsked: 409,
    ClassroomFull: 403,
    StoreUnavailable: 503,
    TooManyGuesses: 429,
}
VERSION = sha256(b"".join(file.read_bytes() for file in sorted((HERE / "static").iterdir()))).hexdigest()[:12]
"""Part of the addresses of the files, so that browsers can cache them forever."""
templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
templates.globals["_"] = _


async def entry_page(request: Request) -> Response:
    """the form; with a code in the address, the link to its class."""
    typed = request.query_params.get("code", "")
    language = request.query_params.get("lang", "")
    if code := read_code(typed):
        return RedirectResponse(f"join/{code}" + (f"?lang={language}" if language in offered_languages() else ""), status_code=303)
    return code_form(request, root="join/")


async def page(request: Request) -> Response:
    """The page of a class; the form again when no such class is open."""
    code, language = read_code(request.path_params["code"]), reader_language(request)
    try:
        service = await join_service.get()
        with slowed_down(address_of(request)):
            service.store.require(code)
    except BertplayError as error:
        return code_form(request, error=error_message(error, language), status=STATUS.get(type(error), 400))
    response = HTMLResponse(render("page.html", language, code=written_code(code)), headers=headers())
    service.students.ensure_identity(request, response, code)
    return response


def address_of(request: Request) -> str:
    """The network address of the client; "" if unknown."""
    return request.client.host if request.client else ""


def headers() -> dict[str, str]:
    """The headers of every page; the settings say which sites may frame it, as for Streamlit's pages."""
    return {"Content-Security-Policy": POLICY.format(ancestors=get_settings().frame_ancestors), "Cache-Control": "no-store"}


def code_form(request: Request, *, root: str = "", error: str = "", status: int = 200) -> Response:
    """The form in which students type the code."""
    html = render("form.html", reader_language(request), root=root, error=error)
    return HTMLResponse(html, status_code=status, headers=headers())


@lru_cache(maxsize=64)  # a whole class opens the same page within seconds
def render(template: str, language: str, *, root: str = "", **values: Any) -> str:
    """The template in one language. root: the path from the page to the folder /join/."""
    common = {"language": language, "languages": offered_languages(), "version": VERSION, "root": root}
    with using_language(language):
        return templates.get_template(template).render(**common, **values)


async def events(request: Request) -> Response:
    """The event stream; if there is no such class, one that says "closed", because a browser ignores any other response."""
    code, language = read_code(request.path_params["code"]), reader_language(request)
    service = await join_service.get()
    unstored = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    try:
        with slowed_down(address_of(request)):
            service.store.require(code)
    except (UnknownClassroom, TooManyGuesses) as error:
        said_once = b"event: closed\ndata: 0\n\n" if isinstance(error, UnknownClassroom) else b"retry: 5000\n\n"
        return Response(said_once, media_type="text/event-stream", headers=unstored)
    student = service.students.identify(request, code) or f"without a cookie: {address_of(request)}"
    if service.hub.is_full(code, student):
        return Response(b"retry: 5000\n\n", media_type="text/event-stream", headers=unstored)
    return EventStream(service.hub.events(code, student, language), media_type="text/event-stream", headers=unstored)


async def answers(request: Request) -> Response:
    """Record an answer."""
    language = reader_language(request)
    try:
        given = await read_answer(request)
        counted = await (await join_service.get()).writer.count(given)
    except BertplayError as error:
        return JSONResponse({"error": error_message(error, language)}, status_code=STATUS.get(type(error), 400))
    return JSONResponse({"boxes": counted})


async def read_answer(request: Request) -> GivenAnswer:
    """The answer in a request. BadInput, ClassroomFull, StoreUnavailable."""
    code, service = read_code(request.path_params["code"]), await join_service.get()
    student = service.students.identify(request, code)
    if not student or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise BadInput(N_("Your browser could not be recognized."), remedy=N_("Allow cookies, and load the page again."))
    if not service.students.answers.allows(student):
        raise ClassroomFull(N_("You have sent too many answers."), remedy=N_("Try again in a minute."))
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            break
    try:
        given = json.loads(body) if len(body) <= MAX_BODY else None
    except (ValueError, RecursionError):
        given = None
    if given is None or not is_answer(given):
        raise BadInput(N_("The answer does not fit the question."), remedy=N_("Reload the page."))
    return GivenAnswer(code, given["question"], student, tuple(given["boxes"]))


def is_answer(given: Any) -> bool:
    """Whether this is a question id with a list of texts."""
    if not isinstance(given, dict) or not isinstance(given.get("question"), str) or not isinstance(given.get("boxes"), list):
        return False
    return len(given["boxes"]) <= MAX_BOXES and all(isinstance(text, str) for text in given["boxes"])


def error_message(error: BertplayError, language: str) -> str:
    """The message of an error, in the reader's language."""
    with using_language(language):
        return str(localized(error_text(error)))


ROUTES = (
    Route("/join", entry_page),
    Mount("/join/static", StaticFiles(directory=HERE / "static")),
    Route("/join/{code}", page),
    Route("/join/{code}/events", events),
    Route("/join/{code}/answers", answers, methods=["POST"]),
)
