"""The theme is written once for all runs.

Streamlit 1.67 sends the whole theme with every run of every fragment, and reads it from its options and writes it each time:
several milliseconds in the one thread through which all messages of all browsers pass. The options do not change while a
server runs. What is private to Streamlit is `_populate_theme_msg`; a test fails when it is not used as it is now.
"""

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

write = app_session._populate_theme_msg
_written: dict[str, CustomThemeConfig] = {}


def write_theme_once() -> None:
    """From now on, in every session of this process."""
    app_session._populate_theme_msg = add_theme


def add_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Add a section of the theme to a message, as it was written the first time."""
    if section not in _written:
        theme = CustomThemeConfig()
        write(theme, section)
        _written[section] = theme
    if _written[section].ByteSize():  # to add nothing would say that there is a theme
        msg.MergeFrom(_written[section])
