"""A link straight to a page opens it inside app.py, also for the first visitor.

Streamlit takes a folder `pages/` for its older kind of navigation until `st.navigation` has run once in the process:
the first browser of a fresh server would see a page without app.py around it, and so would everyone after it who
comes by such a link.
"""

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx


def ignore_pages_folder() -> bool:
    """Whether this page was opened straight by its link; from now on such pages open inside app.py, in this process."""
    context = get_script_run_ctx(suppress_warning=True)
    is_opened_by_link = context is not None and bool(context.pages_manager.intended_page_name)
    if is_opened_by_link:
        PagesManager.uses_pages_directory = False
    return is_opened_by_link
