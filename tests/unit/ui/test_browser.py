"""The key that a browser brings: its own for each room, and the same after every answer of the server."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bertplay.ui import browser
from bertplay.ui.browser import COOKIE, room_key

Bring = Callable[[str], None]
TOKEN, OTHER = bytes(range(16)), bytes(range(1, 17))


def cookie(token: bytes, mask: bytes) -> str:
    """As the server writes it: the token behind a mask."""
    masked = bytes(byte ^ mask[i % len(mask)] for i, byte in enumerate(token))
    return f"2|{mask.hex()}|{masked.hex()}|1700000000"


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch) -> Bring:
    """bring(cookie): what the browser sends from now on."""

    def bring_(value: str) -> None:
        context = SimpleNamespace(cookies={COOKIE: value} if value else {})
        monkeypatch.setattr(browser, "st", SimpleNamespace(context=context))

    return bring_


def test_a_browser_has_a_key_of_its_own_for_each_room(bring: Bring) -> None:
    bring(cookie(TOKEN, b"\x01\x02\x03\x04"))
    key = room_key("bamodi")
    assert len(key) == browser.KEY_CHARACTERS
    bring(cookie(TOKEN, b"\xff\xfe\xfd\xfc"))
    assert room_key("bamodi") == key
    assert room_key("bamodu") != key
    bring(cookie(OTHER, b"\x01\x02\x03\x04"))
    assert room_key("bamodi") != key


@pytest.mark.parametrize("value", ["", "2|zz|zz|1", "1|00|00|1", "nonsense", "2|||1"])
def test_without_a_token_there_is_no_key(bring: Bring, value: str) -> None:
    bring(value)
    assert room_key("bamodi") == ""
