"""The shared model cache: what is loaded, what it holds, and a way to free it."""

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.model_cache import load_one, show_cache
from bertplay.ui.parts.model_cache_downloads import show_hub, show_running
from bertplay.ui.parts.model_cache_folders import show_folders
from bertplay.wording import mark, t

WHAT = mark(
    "All browsers of this server share one cache of models. A model is loaded once, whoever asks; when the budget is full, the one that "
    "nobody has used for the longest time goes first, and a model in use is never pulled away."
)

st.title(t("Models in memory"), anchor=False)
st.markdown(t(WHAT))
with explain_errors():
    show_cache()
    load_one()
st.subheader(t("From the hub"), anchor=False)
with explain_errors():
    show_running()
    show_hub()
st.subheader(t("Your own folders"), anchor=False)
with explain_errors():
    show_folders()
