"""The ways on from a card: the question before, the one after, and the pages that have more."""

from collections.abc import Mapping

import streamlit as st

from bertplay.lessons.links import PAGES
from bertplay.lessons.ten_questions import Question, ten_questions
from bertplay.ui import state
from bertplay.wording import t


def step_on(index: int, question: Question, first: str, second: str) -> None:
    """The way on: the page that has more, asked the same; the question before and the one after, and how far one is."""
    last = len(ten_questions()) - 1
    page = t(PAGES[question.open].title)
    if st.button(t("More in “{page}”", page=page), icon=":material/open_in_new:", type="tertiary", key="card_more"):
        leave_for(question.open, question.link_with(first, second))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.button(t("Before"), icon=":material/arrow_back:", disabled=index == 0, on_click=go_to, args=(index - 1,), key="card_before")
        st.button(t("Next"), icon=":material/arrow_forward:", disabled=index == last, on_click=go_to, args=(index + 1,), key="card_next")
    st.progress((index + 1) / (last + 1), text=t("Question {number} of {last}", number=index + 1, last=last + 1))


def go_to(index: int) -> None:
    """Show another question."""
    st.session_state[state.QUESTION] = index


def leave_for(page: str, link: Mapping[str, str]) -> None:
    """Leave for another page with everything filled in; "" is what that page starts with.

    That is not written into the address: the page would take it out again, and the browser's back button would lead there first.
    """
    for key in link:
        st.session_state.pop(key, None)
    st.switch_page(f"pages/{page}.py", query_params={name: value for name, value in link.items() if value})
