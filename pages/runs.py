"""All runs of fine-tuning: found, compared, named, deleted, exported."""

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.runs.page import show_runs
from bertplay.wording import mark, t

WHAT = mark("Every training that was started here, by whichever browser or command. One trains at a time; the others wait their turn.")

st.title(t("Runs"), anchor=False)
st.markdown(t(WHAT))
with explain_errors():
    show_runs()
