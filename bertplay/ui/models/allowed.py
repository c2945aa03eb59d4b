"""What is for the administrator alone, said where somebody else would look for it."""

import streamlit as st

from bertplay.i18n import _
from bertplay.permissions import Act, not_allowed
from bertplay.ui.browser import visitor


def is_allowed(act: Act) -> bool:
    """Whether this visitor may do it; else it is said why not, and who may."""
    if visitor().may(act):
        return True
    refusal = not_allowed(act)
    st.info(f"{_(refusal.problem)} {_(refusal.remedy)}", icon=":material/lock:")
    return False
