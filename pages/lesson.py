"""Lessons: ready ones, a teacher's file, and one that is made here."""

import streamlit as st

from bertplay.ui.feedback import explain_errors
from bertplay.ui.lesson.page import show_draft, show_ready, show_upload
from bertplay.wording import mark, t

WHAT = mark(
    "A lesson is a row of pages with everything filled in, each with a question: read it, try, write your answer, compare. "
    "Play one of these, or make your own out of any pages here."
)

st.title(t("Lessons"), anchor=False)
st.markdown(t(WHAT))
with explain_errors():
    show_ready()
st.subheader(t("A file of yours"), anchor=False)
with explain_errors():
    show_upload()
st.subheader(t("My lesson"), anchor=False)
with explain_errors():
    show_draft()
