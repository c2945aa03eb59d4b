"""The worksheet: what was asked in this session, to take away."""

import streamlit as st

from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.feedback import explain_errors
from bertplay.ui.parts.worksheet.asked import asked_here
from bertplay.ui.parts.worksheet.files import offer_files
from bertplay.ui.parts.worksheet.listed import MOST_ENTRIES, choose_entries
from bertplay.wording import mark, t

WHAT = mark(
    "What you ask on the other pages is noted here with what came out: each question once, the last {most}, and the trainings "
    "that you started and that are over. It stays in this tab until you close or reload it, so take the file with you."
)
MOST_WORDS = 5_000

st.title(t("Worksheet"), anchor=False)
st.markdown(t(WHAT, most=MOST_ENTRIES))


@st.fragment
def lesson() -> None:
    """Title, words, files, and what was asked."""
    title = word_input(t("Title"), state.SHEET_TITLE, value=t("My worksheet on BERT"), persist_state="session")
    words = st.text_area(t("Your own words"), key=state.SHEET_WORDS, max_chars=MOST_WORDS, height=100, persist_state="session")
    files = st.container()
    entries = asked_here()
    if not entries:
        st.info(t("Nothing was asked yet. Open a page, ask something, and come back."), icon=":material/edit_note:")
    kept = choose_entries(entries)
    with files:
        offer_files(title.strip() or t("Worksheet"), words.strip(), kept)


with explain_errors():
    lesson()
