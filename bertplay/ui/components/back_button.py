"""The browser's Back button leads to the page that was open before: nothing to see."""

import streamlit as st

from bertplay.ui import state
from bertplay.ui.components import files

VIEWS = (state.RUN, state.EXPERIMENT)
"""Names in a link that open another view of a page; Back returns from it."""

mount = st.components.v2.component("bertplay.back_button", js=files.script("back_button"))


def mend_back_button() -> None:
    """What is chosen on a page makes no entry in the browser's history. At the end of a page, where what has no height leaves no gap."""
    mount(key="back_button", data={"views": VIEWS, "step": state.LESSON_STEP})
