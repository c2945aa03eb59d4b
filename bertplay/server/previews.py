"""Open Graph tags for sites that preview a link to a page: title, description and picture, in the reader's language."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bertplay.i18n import _, using_language
from bertplay.i18n.descriptions import DESCRIPTIONS
from bertplay.server.language import reader_language
from bertplay.server.visitors import is_encrypted

STREAMLIT_TITLE = b"<title>Streamlit</title>"
"""What Streamlit's index.html has for every page; a test sees that it is still so."""
PICTURES = Path(__file__).parent / "preview_pictures"
"""A PNG for each page, drawn by docs/screenshots/previews.py."""
WIDTH, HEIGHT = 1200, 630
SERVER_IS_ABOVE = "<script>window.__streamlit={BACKEND_BASE_URL:new URL('.',location).href}</script>"
"""Where the server of a page is. Streamlit would ask for it below the page first, which the console of the browser calls two errors."""
ROUTES: Sequence[Mount] = (Mount("/preview", StaticFiles(directory=PICTURES)),)


class Previews:
    """Writes a page's Open Graph tags into Streamlit's index.html; every other response passes unchanged."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = scope.get("path", "").rpartition("/")[2] or "home"
        if scope["type"] != "http" or scope["method"] != "GET" or page not in DESCRIPTIONS:
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]  # a packed page cannot be written into
        head = head_of(page, reader_language(HTTPConnection(scope)), folder_of(scope))
        start: Message = {}
        body = bytearray()

        async def send_with_head(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            sent = bytes(body).replace(STREAMLIT_TITLE, head, 1)
            if body:  # "not modified" has a length and no body
                MutableHeaders(scope=start)["content-length"] = str(len(sent))
            await send(start)
            await send({"type": "http.response.body", "body": sent})

        await self.app({**scope, "headers": headers}, receive, send_with_head)


def folder_of(scope: Scope) -> str:
    """The address of the app as requested, with a trailing slash: "https://example.org/bertplay/"; "/" without a Host header."""
    headers = Headers(scope=scope)
    host = headers.get("x-forwarded-host", "").partition(",")[0].strip() or headers.get("host", "")
    origin = f"http{'s' if is_encrypted(scope) else ''}://{host}" if host else ""
    return f"{origin}{headers.get('x-forwarded-prefix', '').rstrip('/')}{scope['path'].rpartition('/')[0]}/"


def head_of(page: str, language: str, folder: str) -> bytes:
    """The title, description and picture of a page, as HTML.

    folder   the address of the app, as returned by `folder_of`: previews need the picture's full address
    """
    about = DESCRIPTIONS[page]
    with using_language(language):
        title = "bertplay" if page == "home" else f"{_(about.title)} · bertplay"
        says = escape(_(about.says))
    title, picture = escape(title), escape(f"{folder}preview/{page}.png")
    server = "" if page == "home" else SERVER_IS_ABOVE  # "x/" is home too, and may be a page with a slash too many
    return (
        f'{server}<title>{title}</title><meta name="description" content="{says}"><meta property="og:title" content="{title}">'
        f'<meta property="og:description" content="{says}"><meta property="og:type" content="website">'
        f'<meta property="og:site_name" content="bertplay"><meta property="og:locale" content="{language}">'
        f'<meta property="og:image" content="{picture}"><meta property="og:image:type" content="image/png">'
        f'<meta property="og:image:width" content="{WIDTH}"><meta property="og:image:height" content="{HEIGHT}">'
        f'<meta property="og:image:alt" content="{title}"><meta name="twitter:card" content="summary_large_image">'
    ).encode()
