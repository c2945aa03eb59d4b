"""Shows other visitors which actions are reserved for the administrator."""

import streamlit as st

from bertplay.i18n import _
from bertplay.permissions import not_allowed
from bertplay.ui.browser import visitor


def is_allowed() -> bool:
    """Whether this visitor may add and download models; if not, show why, and who may."""
    if visitor().is_administrator:
        return True
    refusal = not_allowed()
    st.info(f"{_(refusal.problem)} {_(refusal.remedy)}", icon=":material/lock:")
    return False
