"""The reader's language, for responses that the server writes without a Streamlit script."""

from html import escape

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from bertplay.i18n import ENGLISH, LazyString, _, match_language, offered_languages, using_language

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>bertplay</title><style>:root {{ color-scheme: light dark; font: 1.1rem system-ui, sans-serif }}
main {{ max-width: 34rem; margin: 20vh auto; padding: 1rem }}</style>
<main>{text}</main></html>"""


def translated(connection: HTTPConnection, text: str | LazyString) -> str:
    """A text in the language of the request."""
    with using_language(reader_language(connection)):
        return _(text)


def plain_page(connection: HTTPConnection, text: str | LazyString, status: int, headers: dict[str, str] | None = None) -> HTMLResponse:
    """A page with one sentence."""
    page = PAGE.format(language=reader_language(connection), text=escape(translated(connection, text)))
    return HTMLResponse(page, status, headers)


def reader_language(request: HTTPConnection) -> str:
    """The language in the address (?lang=fr), or else the first of the browser's languages that is offered, or else English."""
    asked = request.query_params.get("lang", "")
    if asked in offered_languages():
        return asked
    for wanted in request.headers.get("accept-language", "")[:200].split(","):
        locale = wanted.partition(";")[0].strip()
        found = match_language(locale)
        if found != ENGLISH or locale.casefold().startswith(ENGLISH):
            return found
    return ENGLISH
