"""The language of the page as the browser is told it: nothing to see."""

import streamlit as st

from bertplay.ui.components import files

mount = st.components.v2.component("bertplay.page_language", js=files.script("page_language"))


def tell_page_language() -> None:
    """Set `<html lang>` to the reader's language. At the end of a page, where what has no height leaves no gap."""
    mount(key="page_language", data=files.with_words({}))
