"""Buttons."""

from typing import Literal

import streamlit as st


def primary_button_type() -> Literal["primary", "secondary"]:
    """The type of the main button of a page: filled in light mode, outlined in dark mode.

    Streamlit writes white on a filled one. In dark mode the primary colour is light, because it is also that of chosen words on
    the dark page, and white on it could not be read.
    """
    return "secondary" if st.context.theme.type == "dark" else "primary"
