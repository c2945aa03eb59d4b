"""Whether this thread is running a page: then it has Streamlit's context of a run."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def is_page_run() -> bool:
    """Whether this thread is running a page."""
    return get_script_run_ctx(suppress_warning=True) is not None
