"""The theme that is written once is the one that Streamlit would write each time."""

from typing import Any

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from bertplay.ui import theme
from bertplay.ui.runtime import Runtime
from bertplay.ui.theme import add_theme

SECTIONS = {"theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme of the app, not written yet."""
    config.get_config_options()
    monkeypatch.setattr(theme, "_written", {})


def whole(add: Any) -> CustomThemeConfig:
    """A theme with all its sections, as the message at the begin of a run has it."""
    message = CustomThemeConfig()
    for section in sorted(SECTIONS, key=len):
        part = message
        for name in section.split(".")[1:]:
            part = getattr(part, name)
        add(part, section)
    return message


def test_it_is_the_same_and_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def write(message: CustomThemeConfig, section: str) -> None:
        asked.append(section)
        theme_of_streamlit(message, section)

    theme_of_streamlit = theme.write
    monkeypatch.setattr(theme, "write", write)
    themes = [whole(add_theme) for _ in range(3)]
    assert themes == [whole(theme_of_streamlit)] * 3
    assert themes[0].light.primary_color
    assert len(asked) == len(SECTIONS)


def test_a_message_is_not_shared_with_the_next() -> None:
    whole(add_theme).light.primary_color = "#000000"
    assert whole(add_theme) == whole(theme.write)


def test_the_server_of_bertplay_writes_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", theme.write)
    monkeypatch.setattr(Runtime, "_keep_house", lambda runtime: None)
    Runtime()
    assert app_session._populate_theme_msg is add_theme


def test_streamlit_still_writes_it_this_way() -> None:
    """By this name in its module, with these sections and no other: otherwise theme.py is to be looked at anew."""
    begin = app_session.AppSession._create_new_session_message
    assert "_populate_theme_msg" in begin.__code__.co_names
    sections = {f"theme.{category.value}" for category in config.CustomThemeCategories}
    assert {"theme"} | sections == SECTIONS
