"""A page that was begun without app.py is begun again, and never while it imports."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from bertplay.ui import navigation, state
from bertplay.ui.navigation import begin_again_without_app, insist_on_app


@pytest.fixture
def reruns(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was begun again; the page in question was asked for by its link, in a process where nobody was before."""
    begun: list[str] = []
    context: Any = SimpleNamespace(pages_manager=SimpleNamespace(intended_page_name="room"))
    monkeypatch.setattr(navigation, "get_script_run_ctx", lambda suppress_warning: context)
    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "rerun", lambda: begun.append("page"))
    return begun


def test_the_import_of_the_package_gives_up_no_run(reruns: list[str]) -> None:
    insist_on_app()
    assert not PagesManager.uses_pages_directory
    assert reruns == []


def test_a_page_without_app_is_begun_again(reruns: list[str]) -> None:
    insist_on_app()
    begin_again_without_app()
    assert reruns == ["page"]
    st.session_state[state.PAGE] = "A class"  # app.py was there
    begin_again_without_app()
    assert reruns == ["page"]
