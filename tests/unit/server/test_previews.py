"""What a link to a page shows before anybody opens it."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
import streamlit
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bertplay.i18n.descriptions import DESCRIPTIONS
from bertplay.server.previews import HEIGHT, PICTURES, ROUTES, STREAMLIT_TITLE, WIDTH, Previews

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


async def index(_request: Request) -> HTMLResponse:
    return HTMLResponse(INDEX)


BROWSER = TestClient(Starlette(routes=[*ROUTES, Route("/{path:path}", index)], middleware=[Middleware(Previews)]))


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
    assert ("BACKEND_BASE_URL" in answer.text) == (title != "bertplay"), "a page says that its server is above it"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.text.replace(INDEX.partition(STREAMLIT_TITLE.decode())[2], "") != answer.text, "the rest is as it was"


@pytest.mark.parametrize(
    ("address", "headers", "picture"),
    [
        ("/masked_word?text=Hi", {}, "http://testserver/preview/masked_word.png"),
        ("/", {"host": "bert.example:8501"}, "http://bert.example:8501/preview/home.png"),
        ("/class/layers", {"host": "bert.example", "x-forwarded-proto": "https"}, "https://bert.example/class/preview/layers.png"),
        (
            "/layers",
            {"host": "127.0.0.1", "x-forwarded-host": "bert.example", "x-forwarded-proto": "https", "x-forwarded-prefix": "/class"},
            "https://bert.example/class/preview/layers.png",
        ),
        ("/layers", {"host": '"><script>'}, 'http://"><script>/preview/layers.png'),
    ],
    ids=["at the root", "home", "a path of its own", "a proxy that takes its path away", "markup"],
)
def test_a_page_has_a_picture_at_the_address_that_the_reader_uses(address: str, headers: Mapping[str, str], picture: str) -> None:
    answer = BROWSER.get(address, headers=dict(headers))
    found = re.findall(r'<meta property="og:image" content="([^"]*)">', answer.text)
    assert [unescape(one) for one in found] == [picture]
    assert "><script>" not in found[0]


def test_every_page_has_a_picture_and_it_is_small() -> None:
    assert {file.stem for file in PICTURES.glob("*.png")} == set(DESCRIPTIONS)
    for page in DESCRIPTIONS:
        answer = BROWSER.get(f"/preview/{page}.png")
        assert answer.headers["content-type"] == "image/png"
        assert len(answer.content) < 12_000
        with Image.open(PICTURES / f"{page}.png") as picture:
            assert picture.size == (WIDTH, HEIGHT)


def test_what_is_no_page_is_left_alone() -> None:
    assert BROWSER.get("/static/index.js").text == INDEX
