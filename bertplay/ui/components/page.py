"""What concerns the page as a whole: its language, its figures in three dimensions, its scroll position, presenter mode. Unseen."""

import streamlit as st

from bertplay.ui.components import files
from bertplay.ui.kit import link

mount = st.components.v2.component("bertplay.page", js=files.script("page"))


def attend_to_page() -> None:
    """Once a page; at its end, where what has no height leaves no gap."""
    mount(key="page", data=files.with_words({"presents": link.is_presenting(), "present": link.PRESENT}))
