"""A page that was started without app.py is started again inside it."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from bertplay.ui.feedback import insist_on_app
from bertplay.ui.kit.recording import RECORD
from bertplay.ui.streamlit_internals import page_discovery


def test_a_page_without_app_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened by its link in a process that nobody had visited before."""
    reruns: list[str] = []
    context: Any = SimpleNamespace(pages_manager=SimpleNamespace(intended_page_name="classroom"))
    monkeypatch.setattr(page_discovery, "get_script_run_ctx", lambda suppress_warning: context)
    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "rerun", lambda: reruns.append("page"))
    insist_on_app()
    assert reruns == ["page"]
    assert not PagesManager.uses_pages_directory
    st.session_state[RECORD] = "begun"  # app.py was there
    insist_on_app()
    assert reruns == ["page"]
