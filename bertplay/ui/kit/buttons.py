"""Buttons."""

from typing import Literal

import streamlit as st


def primary_button_type() -> Literal["primary", "secondary"]:
    """The type of a page's main button: filled in light mode, outlined in dark mode.

    Streamlit writes white text on a filled button. In dark mode the primary colour is light, because it also marks chosen words on
    the dark page, and white text on it would be unreadable.
    """
    return "secondary" if st.context.theme.type == "dark" else "primary"
