"""A class: open a room, or enter one."""

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.room.page import show_page
from bertplay.wording import mark, t

WHAT = mark(
    "Ask a whole class what the model will say, before it does. Pupils guess on their own screens; what they guess is counted, "
    "without names, and forgotten a day later. The teacher sees the bars grow, and reveals the model's answer to all."
)

st.title(t("A class"), anchor=False)
st.markdown(t(WHAT))
with explain_errors():
    show_page()
