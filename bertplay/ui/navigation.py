"""Every page is reached through app.py, also by whoever comes first with a link straight to it.

Streamlit takes a folder `pages/` for its older kind of navigation until `st.navigation` has run once in the process:
the first browser of a fresh server would see a page without app.py around it, and so would everybody after it who
comes by such a link.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from bertplay.ui import state


def insist_on_app() -> None:
    """Turn the older navigation off, when `bertplay.ui` is imported.

    A page that was already begun without app.py goes on to where it is begun again. Not here: a run that is given up while it
    imports takes back the half-imported package, which fails in the runs beside it that wait for it.
    """
    PagesManager.uses_pages_directory = False


def begin_again_without_app() -> None:
    """Begin a page again that was begun without app.py, by the first who come to a fresh server."""
    context = get_script_run_ctx(suppress_warning=True)
    if (
        context
        and context.pages_manager.intended_page_name
        and state.PAGE not in st.session_state
        and not PagesManager.uses_pages_directory
    ):
        st.rerun()
