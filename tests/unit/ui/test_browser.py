"""The identity of a browser: another one for each class, and the same after every answer of the server."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bertplay.permissions import BROWSER_COOKIE, new_token
from bertplay.ui import browser
from bertplay.ui.browser import browser_id, may_change, may_see, teacher_key

Bring = Callable[[str], None]
PUBLIC = {"Host": "bert.school.example"}


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch) -> Bring:
    """bring(cookie): what the browser sends from now on, to a server that others can reach."""
    session: dict[str, str] = {}

    def bring_(value: str) -> None:
        context = SimpleNamespace(cookies={BROWSER_COOKIE: value} if value else {}, headers=PUBLIC)
        streamlit = SimpleNamespace(context=context, session_state=session, get_option=lambda name: None)
        monkeypatch.setattr(browser, "st", streamlit)

    return bring_


def test_a_browser_has_a_key_of_its_own_for_each_class(bring: Bring) -> None:
    mine, other = new_token(), new_token()
    bring(mine)
    key = teacher_key("bamodi")
    assert len(key) == browser.KEY_CHARACTERS
    assert teacher_key("bamodu") != key
    bring(other)
    assert teacher_key("bamodi") != key
    bring(mine)
    assert teacher_key("bamodi") == key


@pytest.mark.parametrize("value", ["", "nonsense", "x" * 31, "é" * 32, "<script>" * 4])
def test_without_an_identity_there_is_no_key(bring: Bring, value: str) -> None:
    bring(value)
    assert teacher_key("bamodi") == ""
    assert browser_id() == browser_id() != ""


def test_what_a_browser_starts_belongs_to_it(bring: Bring) -> None:
    bring(new_token())
    mine = browser_id()
    assert may_change(mine)
    assert may_see(mine, is_shared=False)
    bring(new_token())
    assert not may_change(mine)
    assert not may_see(mine, is_shared=False)
    assert may_see(mine, is_shared=True)
    assert not may_change("")
