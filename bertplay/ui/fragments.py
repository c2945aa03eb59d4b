"""A fragment that is run from within another one.

Streamlit has `st.rerun` for the whole page and for the fragment that calls it. What a class waits for stands in between:
the answer belongs to the fragment of the lesson, and only a small one inside it looks whether the teacher revealed it.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState


def this_fragment() -> str:
    """The fragment that is running; "" outside of one."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    return ThreadState.get().fragment_id or ""


def rerun_fragment(fragment: str) -> None:
    """End this run, and run a fragment by its id; the whole page when it is not there, or while the whole page runs."""
    context = get_script_run_ctx()
    if context is None or context.script_requests is None:
        return
    if not context.fragment_ids_this_run or not context.fragment_storage.contains(fragment):
        st.rerun()
    # As `st.rerun` does it, with another fragment in the queue.
    wanted = RerunData(
        query_string=context.query_string,
        page_script_hash=context.page_script_hash,
        fragment_id_queue=[fragment],
        is_fragment_scoped_rerun=True,
        cached_message_hashes=context.cached_message_hashes,
        context_info=context.context_info,
    )
    context.script_requests.request_rerun(wanted)
    st.empty()
