"""An invisible component for the page as a whole: its language, its 3-D figures, its scroll position, presenter mode."""

import streamlit as st

from bertplay.ui.components import files
from bertplay.ui.kit import link

mount = st.components.v2.component("bertplay.page", js=files.script("page"))


def attend_to_page() -> None:
    """Mount it once per page, at the end, where an element without height leaves no gap."""
    mount(key="page", data=files.with_words({"presents": link.is_presenting(), "present": link.PRESENT}))
