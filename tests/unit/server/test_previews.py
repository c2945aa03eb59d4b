"""What a link to a page shows before anybody opens it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bertplay.server.previews import STREAMLIT_TITLE, Previews

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


async def index(_request: Request) -> HTMLResponse:
    return HTMLResponse(INDEX)


BROWSER = TestClient(Starlette(routes=[Route("/{path:path}", index)], middleware=[Middleware(Previews)]))


@pytest.mark.parametrize(
    ("address", "headers", "title", "says"),
    [
        ("/masked_word", {}, "Masked word · bertplay", "Mask words of a sentence and see what BERT predicts there."),
        ("/class/masked_word?text=%3Cb%3E", {}, "Masked word · bertplay", "Mask words of a sentence and see what BERT predicts there."),
        ("/", {}, "bertplay", "Learn BERT by running it: click a word of a sentence and watch the model predict it."),
        ("/runs?lang=fr", {}, "Entraînements · bertplay", "Tout ce qui a été entraîné ici, avec ses courbes."),
        ("/runs", {"accept-language": "fr-CH,en;q=0.5"}, "Entraînements · bertplay", "Tout ce qui a été entraîné ici, avec ses courbes."),
    ],
)
def test_a_page_has_its_title_and_its_description(address: str, headers: Mapping[str, str], title: str, says: str) -> None:
    answer = BROWSER.get(address, headers=dict(headers))
    assert f"<title>{title}</title>" in answer.text
    assert f'<meta property="og:title" content="{title}">' in answer.text
    assert f'<meta property="og:description" content="{says}">' in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.text.replace(INDEX.partition(STREAMLIT_TITLE.decode())[2], "") != answer.text, "the rest is as it was"


def test_what_is_no_page_is_left_alone() -> None:
    assert BROWSER.get("/static/index.js").text == INDEX
