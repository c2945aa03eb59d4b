"""What is for the administrator alone, said where someone else would look for it."""

import streamlit as st

from bertplay.i18n import _
from bertplay.permissions import not_allowed
from bertplay.ui.browser import visitor


def is_allowed() -> bool:
    """Whether this visitor may add and download models; else it is said why not, and who may."""
    if visitor().is_administrator:
        return True
    refusal = not_allowed()
    st.info(f"{_(refusal.problem)} {_(refusal.remedy)}", icon=":material/lock:")
    return False
