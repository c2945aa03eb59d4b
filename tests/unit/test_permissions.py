"""Who is the administrator, and what belongs to whom."""

import pytest

from bertplay.permissions import (
    ADMINISTRATOR_COOKIE,
    BROWSER_COOKIE,
    administrator_cookie,
    fingerprint,
    is_token,
    new_token,
    visitor_of,
)
from bertplay.settings import Settings

SET = Settings()
HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


def is_administrator(headers: dict[str, str], address: str | None, settings: Settings = SET, cookie: str = "") -> bool:
    return visitor_of({ADMINISTRATOR_COOKIE: cookie}, headers, address, settings).is_administrator


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.8.0.1", "::1"])
def test_whoever_sits_at_the_machine_is_the_administrator(address: str) -> None:
    assert is_administrator(HERE, address)
    assert is_administrator({"Host": "[::1]:8501"}, address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.5", "school.example"])  # noqa: S104
def test_a_server_that_others_reach_is_closed(address: str | None) -> None:
    assert not is_administrator(HERE, address)
    assert is_administrator(HERE, address, cookie=administrator_cookie(SET))
    assert is_administrator(HERE, address, Settings(everybody_is_administrator=True))


@pytest.mark.parametrize(
    "sent",
    [
        {"Host": "bert.school.example"},
        {"Host": "evil.example:8501"},
        {"Host": "localhost", "Origin": "https://bert.school.example"},
        {"Host": "localhost", "X-Forwarded-For": "10.0.0.7"},
        {"Host": "localhost", "forwarded": "for=10.0.0.7"},
        {"Host": "localhost", "Via": "1.1 proxy"},
        {"Host": "127.0.0.1:8501", "X-Forwarded-Proto": "https"},
        {"Host": "nonsense:port:"},
        {"Host": "[::1"},
        {"Host": "evil.example@localhost"},
        {"Host": "localhost", "Origin": "http://[::1"},
        {"Host": "localhost", "Origin": "null"},
    ],
)
def test_a_proxy_on_the_same_machine_closes_it(sent: dict[str, str]) -> None:
    """The server listens on localhost, and others reach it through the proxy."""
    assert not is_administrator(sent, "127.0.0.1")


def test_a_key_that_is_set_closes_it_everywhere() -> None:
    ours = Settings(admin_key="a key of the school")
    assert not is_administrator(HERE, "localhost", ours)
    assert is_administrator(HERE, "localhost", ours, administrator_cookie(ours))
    other = administrator_cookie(Settings(admin_key="another key of it"))
    for wrong in (other, "", "a key of the school", "é"):
        assert not is_administrator(HERE, "localhost", ours, wrong)
    assert "a key of the school" not in repr(ours)


def test_what_a_browser_starts_is_its_own() -> None:
    token = new_token()
    me = visitor_of({BROWSER_COOKIE: token}, HERE, None, SET)
    other = visitor_of({BROWSER_COOKIE: new_token()}, HERE, None, SET)
    assert me.browser == fingerprint(token) != other.browser
    assert me.may_change(me.browser)
    assert me.may_see(me.browser, is_shared=False)
    assert not other.may_change(me.browser)
    assert not other.may_see(me.browser, is_shared=False)
    assert other.may_see(me.browser, is_shared=True)


@pytest.mark.parametrize("token", ["", "x", "x" * 31, "x" * 33, "é" * 32, "../" * 10 + "aa", "x" * 10**6])
def test_what_cannot_be_an_identity_is_none(token: str) -> None:
    nobody = visitor_of({BROWSER_COOKIE: token}, HERE, None, SET)
    assert (is_token(token), nobody.browser) == (False, "")
    assert not nobody.may_change("")
