"""The theme is serialized once for all runs.

Streamlit 1.67 sends the whole theme with every run of every fragment, and reads it from its options and serializes it each time:
several milliseconds in the one thread through which all messages of all browsers pass. The options do not change while a server runs.
"""

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

serialize = app_session._populate_theme_msg
"""Streamlit's own."""
_sections: dict[str, CustomThemeConfig] = {}


def install() -> None:
    """From now on, in every session of this process."""
    app_session._populate_theme_msg = add_section


def add_section(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Add a section of the theme to a message, as it was serialized the first time."""
    if section not in _sections:
        theme = CustomThemeConfig()
        serialize(theme, section)
        _sections[section] = theme
    if _sections[section].ByteSize():  # an empty section in a message would say that there is a theme
        msg.MergeFrom(_sections[section])
