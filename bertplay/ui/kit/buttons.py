"""Buttons."""

from typing import Literal

import streamlit as st

from bertplay.ui.kit.view import View


def primary_button_type(view: View | None = None) -> Literal["primary", "secondary"]:
    """The type of a page's main button: filled in light mode, outlined in dark mode.

    view   of the tab that draws it: secondary while another button, which reveals the answer, is the main one

    Streamlit writes white text on a filled button. In dark mode the primary colour is light, because it also marks chosen words on
    the dark page, and white text on it would be unreadable.
    """
    is_main = view is None or not view.has_main_button
    return "primary" if is_main and st.context.theme.type != "dark" else "secondary"
