"""The worksheet as three files, each made when it is asked for."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from bertplay.results.worksheet import Entry, Worksheet
from bertplay.ui.controls import main_look
from bertplay.wording import language, mark, speaking, t
from bertplay.worksheet.file import as_record, make_worksheet
from bertplay.worksheet.notebook import as_notebook
from bertplay.worksheet.page import as_page

FILES: tuple[tuple[str, str, str, Callable[[Worksheet], bytes]], ...] = (
    (mark("Page"), "html", "text/html", as_page),
    (mark("Notebook"), "ipynb", "application/x-ipynb+json", as_notebook),
    (mark("Record"), "json", "application/json", as_record),
)
WHAT = mark(
    "The page is one HTML file that opens and prints without a network. The notebook asks everything again, in the folder of bertplay; "
    "Jupyter, which opens it, is installed there by `.venv/bin/python -m pip install notebook` and started by "
    "`.venv/bin/jupyter notebook`. "
    "From the record the command `python -m bertplay worksheet` makes both."
)


def offer_files(title: str, words: str, entries: list[Entry]) -> None:
    """A button for each; they are made with the date of when they are asked for."""
    with st.container(horizontal=True):
        for label, ending, kind, make in FILES:
            st.download_button(
                t(label),
                partial(file_of, language(), make, title, words, entries),
                file_name=f"bertplay-worksheet.{ending}",
                mime=kind,
                on_click="ignore",
                icon=":material/download:",
                type=main_look() if ending == "html" else "secondary",
                key=f"sheet_{ending}",
                disabled=not entries,
            )
    st.caption(t(WHAT))


def file_of(spoken: str, make: Callable[[Worksheet], bytes], title: str, words: str, entries: list[Entry]) -> bytes:
    """One of the files, of now, in the language of the page that offered it."""
    with speaking(spoken):
        return make(make_worksheet(title, words, entries))
