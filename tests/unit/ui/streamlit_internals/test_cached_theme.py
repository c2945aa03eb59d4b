"""The cached theme equals the one that Streamlit would serialize each time."""

from typing import Any

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig

from bertplay.ui.streamlit_internals import cached_theme
from bertplay.ui.streamlit_internals.cached_theme import add_section

SECTIONS = {"theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme of the app, not serialized yet."""
    config.get_config_options()
    monkeypatch.setattr(cached_theme, "_sections", {})


def whole(add: Any) -> CustomThemeConfig:
    """A theme with all its sections, as the message at the begin of a run has it."""
    message = CustomThemeConfig()
    for section in sorted(SECTIONS, key=len):
        part = message
        for name in section.split(".")[1:]:
            part = getattr(part, name)
        add(part, section)
    return message


def test_it_is_the_same_and_is_serialized_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def write(message: CustomThemeConfig, section: str) -> None:
        asked.append(section)
        theme_of_streamlit(message, section)

    theme_of_streamlit = cached_theme.serialize
    monkeypatch.setattr(cached_theme, "serialize", write)
    themes = [whole(add_section) for _ in range(3)]
    assert themes == [whole(theme_of_streamlit)] * 3
    assert themes[0].light.primary_color
    assert len(asked) == len(SECTIONS)


def test_a_message_is_not_shared_with_the_next() -> None:
    whole(add_section).light.primary_color = "#000000"
    assert whole(add_section) == whole(cached_theme.serialize)
