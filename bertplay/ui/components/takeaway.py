"""The sentence above a figure that sums it up: bold plain text, which a screen reader announces when it changes."""

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.ui.components import files

mount = st.components.v2.component(
    "bertplay.takeaway", html='<p class="takeaway" role="status"></p>', css=files.style("takeaway"), js=files.script("takeaway")
)


def takeaway(text: str, key: str) -> None:
    """Show the sentence as plain text, because it may contain words of a person or a model."""
    mount(key=key, data={"text": without_surrogates(text)})
