"""The browser's Back button leads to the page that was open before: a script, nothing to see."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import streamlit as st

from bertplay.ui.kit import link

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

SCRIPT = Path(__file__).with_name("back_button.js")


def mount_script() -> None:
    """Put the script into the page; it takes effect once in each tab."""
    component()(key="back_button", data={"tab": link.TAB, "views": link.WATCHED, "step": link.STEP}, on_returned_change=come_back)


def come_back() -> None:
    """Before the page runs: the browser's Back button led to an address of this page, whose values arrive."""
    if found := st.session_state["back_button"].get("returned"):
        link.go_back(dict(parse_qsl(str(found), keep_blank_values=True)))


@cache
def component() -> "ComponentRenderer":
    """The component, made known to Streamlit once."""
    return st.components.v2.component("bertplay.back_button", js=SCRIPT.read_text("utf-8"))
