"""The page of students as a browser asks for it: forms, identities, answers, and what is refused."""

import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bertplay.classroom.answers import COOKIE
from bertplay.classroom.store import ClassroomStore
from bertplay.server import routes
from bertplay.server.join import page, student
from bertplay.server.join.service import join_service
from bertplay.settings import get_settings
from tests.unit.server.conftest import MODEL, SOUP
from tests.waiting import until

NASTY = "<img src=x onerror=alert(1)>"


@asynccontextmanager
async def lifespan(_app: object):
    yield
    await join_service.close()


@pytest.fixture
def client(store: ClassroomStore) -> Iterator[TestClient]:
    """A browser."""
    with TestClient(Starlette(routes=routes.routes(), lifespan=lifespan), base_url="http://class") as browser:
        yield browser


@pytest.fixture
def asked(store: ClassroomStore) -> tuple[str, str]:
    code, key = store.open()
    store.ask(code, key, SOUP, (), MODEL)
    return code, key


def counted(store: ClassroomStore, code: str) -> dict[str, int]:
    [question] = store.counts(code).questions
    return {one.answer: one.count for one in question.boxes[0].answers if one.count}


def send(client: TestClient, code: str, *boxes: str, question: str = SOUP.id) -> tuple[int, dict[str, object]]:
    response = client.post(f"/join/{code}/answers", json={"question": question, "boxes": boxes})
    return response.status_code, response.json()


def test_the_browser_of_a_student_finds_its_answers_again(client: TestClient, store: ClassroomStore, asked: tuple[str, str]) -> None:
    code, _ = asked
    client.get(f"/join/{code}")
    assert send(client, code, "Hot")[0] == 200
    [own] = store.answers_of(client.cookies[COOKIE])
    assert (own.code, own.boxes) == (code, ("hot",))


def test_a_code_leads_to_its_class_however_it_is_typed(client: TestClient, asked: tuple[str, str]) -> None:
    code, _ = asked
    response = client.get("/join", params={"code": f" {code[:4].upper()}-{code[4:]} ", "lang": "fr"}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, f"join/{code}?lang=fr")
    arrived = client.get("/join", params={"code": code})
    assert arrived.status_code == 200
    assert f"{code[:4]}-{code[4:]}".upper() in arrived.text


def test_the_page_runs_nothing_but_its_own_files(client: TestClient, asked: tuple[str, str]) -> None:
    response = client.get(f"/join/{asked[0]}")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in response.text
    assert "style=" not in response.text
    assert response.text.count("<script") == response.text.count('<script src="static/') == 1
    for name in ("join.js", "join.css", "icon.svg"):
        assert client.get(f"/join/static/{name}").status_code == 200


@pytest.mark.parametrize("code", ["nowhere1", NASTY, "%00", "x" * 500])
def test_no_such_class_is_said_with_the_form(client: TestClient, code: str) -> None:
    response = client.get(f"/join/{code}".replace("/img", ""))
    assert response.status_code == 404
    if "<" not in code:  # whose slash makes it another address
        assert "No class with this code is open." in response.text
    assert "onerror" not in response.text
    assert client.get("/join/nowhere1/events").text == "event: closed\ndata: 0\n\n"


@pytest.mark.parametrize(
    ("header", "address", "language"),
    [
        ("fr-CH, de;q=0.5", "", "fr"),
        ("de, fr;q=0.8", "", "fr"),
        ("en-GB, fr", "", "en"),
        ("fr", "?lang=en", "en"),
        ("de", "?lang=xx", "en"),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(client: TestClient, header: str, address: str, language: str) -> None:
    response = client.get(f"/join{address}", headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in response.text
    assert ("Rejoindre" in response.text) == (language == "fr")


def test_one_answer_counts_for_a_browser_and_its_next_one_replaces_it(
    client: TestClient, store: ClassroomStore, asked: tuple[str, str]
) -> None:
    code, key = asked
    client.get(f"/join/{code}")
    assert send(client, code, " Hot ") == (200, {"boxes": ["hot"]})
    client.get(f"/join/{code}")  # a reload makes no other student
    assert send(client, code, "cold")[0] == 200
    until(lambda: counted(store, code) == {"cold": 1})  # it is written by the server, whose store is another one
    client.cookies.clear()
    client.get(f"/join/{code}")
    assert send(client, code, "cold")[0] == 200
    until(lambda: counted(store, code) == {"cold": 2})
    store.reveal(code, key, SOUP.id, is_revealed=True)
    status, said = send(client, code, "late")
    assert (status, "already shown" in str(said["error"])) == (409, True)


def test_who_is_not_known_cannot_answer(client: TestClient, store: ClassroomStore, asked: tuple[str, str]) -> None:
    code, _ = asked
    assert send(client, code, "hot")[0] == 400
    client.cookies.set(student.COOKIE, "made-up.0123456789abcdef0123456789abcdef")
    assert send(client, code, "hot")[0] == 400
    client.cookies.clear()
    cookie = client.get(f"/join/{code}").headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    given = {"question": SOUP.id, "boxes": ["hot"]}
    assert client.post(f"/join/{code}/answers", json=given, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert counted(store, code) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 5_000,
        b'{"question": 1, "boxes": ["a"]}',
        b'{"question": "x", "boxes": [1]}',
        b"9" * 9_000,
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(client: TestClient, asked: tuple[str, str], body: bytes) -> None:
    client.get(f"/join/{asked[0]}")
    response = client.post(f"/join/{asked[0]}/answers", content=body)
    assert response.status_code == 400
    assert "does not fit the question" in response.json()["error"]


def test_answers_and_new_students_are_rate_limited(client: TestClient, asked: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, _ = asked
    monkeypatch.setattr(student, "ANSWERS_PER_MINUTE", 3)
    monkeypatch.setenv("BERTPLAY_JOINS_PER_MINUTE", "2")
    get_settings.cache_clear()
    monkeypatch.setattr("time.monotonic", lambda: 1_000.0)
    client.get(f"/join/{code}")
    assert [send(client, code, "hot")[0] for _ in range(4)] == [200, 200, 200, 403]
    client.cookies.clear()
    assert "set-cookie" in client.get(f"/join/{code}").headers
    client.cookies.clear()
    assert "set-cookie" not in client.get(f"/join/{code}").headers
    monkeypatch.setattr("time.monotonic", lambda: 1_060.0)
    assert "set-cookie" in client.get(f"/join/{code}").headers


def test_everything_is_below_the_base_path(store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: "/school/bert/" if name == "server.baseUrlPath" else None)
    code, _ = store.open()
    with TestClient(Starlette(routes=routes.routes(), lifespan=lifespan)) as browser:
        arrived = browser.get("/school/bert/join", params={"code": code})
        assert (arrived.status_code, arrived.url.path) == (200, f"/school/bert/join/{code}")
        assert browser.get("/school/bert/join/static/join.js").status_code == 200
        assert browser.get(f"/join/{code}").status_code == 404


def test_a_store_that_cannot_be_used_is_said(client: TestClient, monkeypatch: pytest.MonkeyPatch, store: ClassroomStore) -> None:
    from bertplay.errors import StoreUnavailable

    async def fail() -> None:
        raise StoreUnavailable("The store of classes cannot be used: full.", remedy="Make room.")

    monkeypatch.setattr(page.join_service, "get", fail)
    response = client.get("/join/7k2mqx9r")
    assert response.status_code == 503
    assert "cannot be used" in response.text


def test_a_group_that_cannot_be_written_fails_alone() -> None:
    from bertplay.classroom.answers import GivenAnswer
    from bertplay.errors import StoreUnavailable
    from bertplay.server.join.answers import AnswerWriter

    times: list[int] = []

    def write(answers: object) -> list[tuple[str, ...]]:
        times.append(len(answers))  # type: ignore[arg-type]
        if len(times) == 1:
            raise StoreUnavailable("full", remedy="Make room.")
        return [("counted",)] * times[-1]

    async def scenario() -> list[object]:
        writer = AnswerWriter(write)
        task = asyncio.create_task(writer.run())
        first = await asyncio.gather(writer.count(GivenAnswer("c", "q", "s", ("a",))), return_exceptions=True)
        rest = await asyncio.gather(*(writer.count(GivenAnswer("c", "q", str(n), ("a",))) for n in range(20)))
        task.cancel()
        return [*first, *rest]

    first, *rest = asyncio.run(scenario())
    assert isinstance(first, StoreUnavailable)
    assert rest == [("counted",)] * 20
    assert times == [1, 20]
