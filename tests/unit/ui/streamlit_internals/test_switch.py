"""Without Streamlit's private names the app works, with more requests."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession

from bertplay.settings import get_settings
from bertplay.ui import streamlit_internals
from bertplay.ui.streamlit_internals import cached_theme, pending_messages


@pytest.fixture
def switched_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BERTPLAY_STREAMLIT_INTERNALS", "off")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit as it comes."""
    monkeypatch.setattr(AppSession, "_create_scriptrunner", pending_messages.make_thread)
    monkeypatch.setattr(app_session, "_populate_theme_msg", cached_theme.serialize)


@pytest.mark.usefixtures("fresh")
def test_installing_twice_is_installing_once() -> None:
    for _ in range(2):
        streamlit_internals.install()
        assert AppSession._create_scriptrunner is pending_messages.make_thread_in_turn
        assert app_session._populate_theme_msg is cached_theme.add_section
    assert pending_messages.make_thread is not pending_messages.make_thread_in_turn


@pytest.mark.usefixtures("fresh", "switched_off")
def test_switched_off_streamlit_stays_as_it_comes() -> None:
    streamlit_internals.install()
    assert AppSession._create_scriptrunner is pending_messages.make_thread
    assert app_session._populate_theme_msg is cached_theme.serialize


@pytest.mark.usefixtures("switched_off")
def test_switched_off_every_function_has_a_plain_answer() -> None:
    assert streamlit_internals.is_page_run()


@pytest.mark.usefixtures("switched_off")
@pytest.mark.parametrize(("url", "name"), [(None, ""), ("http://class/", ""), ("http://class/sub/masked_word", "masked_word")])
def test_switched_off_a_navigation_makes_streamlit_ignore_the_folder(monkeypatch: pytest.MonkeyPatch, url: str | None, name: str) -> None:
    navigations: list[str] = []
    monkeypatch.setattr(st, "context", SimpleNamespace(url=url))
    monkeypatch.setattr(st, "navigation", lambda pages, position: navigations.append(pages[-1]))
    monkeypatch.setattr(st, "Page", lambda page, url_path, **named: url_path)
    assert streamlit_internals.ignore_pages_folder() == bool(name)
    assert navigations == [name][: bool(name)]
