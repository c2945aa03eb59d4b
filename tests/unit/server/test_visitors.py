"""The cookies of the server: an identity for each browser, and the administrator's link."""

from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bertplay.permissions import ADMINISTRATOR_COOKIE, BROWSER_COOKIE, admin_key, is_token
from bertplay.server.middleware import middleware
from bertplay.server.visitors import ROUTES, visitor_behind
from bertplay.settings import get_settings

PAGE = {"accept": "text/html,application/xhtml+xml"}


def who(request: Request) -> PlainTextResponse:
    visitor = visitor_behind(request)
    return PlainTextResponse(f"{visitor.browser} {visitor.is_administrator}")


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[Route("/", who), *ROUTES], middleware=middleware()), base_url="http://school.example")


def test_a_browser_gets_one_identity(client: TestClient) -> None:
    given = client.get("/", headers=PAGE).headers["set-cookie"]
    morsel = SimpleCookie(given)[BROWSER_COOKIE]
    assert is_token(morsel.value)
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["secure"]) == (True, "Lax", "/", "")
    assert "set-cookie" not in client.get("/", headers=PAGE).headers
    assert client.get("/").text.partition(" ")[0]


@pytest.mark.parametrize("value", ["x", "<script>", "a" * 31])
def test_an_identity_that_is_none_is_replaced(value: str, client: TestClient) -> None:
    assert "set-cookie" in client.get("/", headers={**PAGE, "cookie": f"{BROWSER_COOKIE}={value}"}).headers


def test_files_and_scripts_bring_no_identity(client: TestClient) -> None:
    assert "set-cookie" not in client.get("/", headers={"accept": "*/*"}).headers


def test_with_encryption_the_cookie_travels_only_encrypted(client: TestClient) -> None:
    given = client.get("/", headers={**PAGE, "x-forwarded-proto": "https"}).headers["set-cookie"]
    assert "Secure" in given
    assert "SameSite=Lax" in given


def test_in_a_frame_of_another_site_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_FRAME_ANCESTORS", "https://moodle.school.example")
    get_settings.cache_clear()
    given = client.get("/", headers={**PAGE, "x-forwarded-proto": "https"}).headers["set-cookie"]
    assert "SameSite=None" in given
    monkeypatch.undo()
    get_settings.cache_clear()


def test_the_link_with_the_key_makes_an_administrator(client: TestClient) -> None:
    assert client.get("/").text.endswith("False")
    answer = client.get("/administrator", params={"key": admin_key()}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert admin_key() not in answer.headers["set-cookie"]
    assert client.get("/").text.endswith("True")


@pytest.mark.parametrize("key", ["", "x", "é", "x" * 32, "\0"])
def test_another_key_makes_none(key: str, client: TestClient) -> None:
    answer = client.get("/administrator?" + urlencode({"key": key}), follow_redirects=False)
    assert answer.status_code == 403
    assert ADMINISTRATOR_COOKIE not in answer.headers.get("set-cookie", "")
