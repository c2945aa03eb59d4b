"""The bar above every page while a lesson is played: where one is, what is asked, one's own answer, and the way on."""

import streamlit as st

from bertplay.lessons.files import MOST_TEXT
from bertplay.lessons.links import PAGES
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.lesson.link import show_link_question
from bertplay.ui.lesson.play import Played, follow_link, go_to, leave, leave_for, played, played_now
from bertplay.wording import mark, t

END = mark("This is the last step. What you asked on the way, and what came out, is on the worksheet, to take away as a file.")


def show_lesson(page: str) -> None:
    """The question of the link, or the bar of the lesson that is played; nothing on a page without either."""
    with explain_errors():
        follow_link(page)
        if at := played_now():
            show_bar(at, page)
    show_link_question()


def show_bar(at: Played, page: str) -> None:
    """Title and step, the question, the answers, before and next."""
    with st.container(border=True, gap="small", key="lesson_bar"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.text(
                plain(t("{lesson} · step {step} of {steps}", lesson=at.lesson.title, step=at.number, steps=len(at.lesson.steps))),
                width="content",
            )
            st.button(t("Leave"), icon=":material/close:", type="tertiary", on_click=leave, key="lesson_leave", help=t("Leave the lesson"))
        if page == at.step.page:
            st.text(plain(at.step.question))
            if at.step.note:
                st.text(plain(at.step.note))
            show_answers(at)
        else:
            st.caption(t("This step is on the page “{page}”.", page=t(PAGES[at.step.page].title)))
        show_way(at, page)


@st.fragment
def show_answers(at: Played) -> None:
    """A box for one's own answer; then the teacher's beside it. The page below does not run again for it."""
    key, shown = (f"{name}_{at.name}_{at.number}" for name in (state.LESSON_ANSWER, state.LESSON_SHOWN))
    mine, theirs = st.columns(2) if at.step.answer else (st.container(), st.container())
    mine.text_area(t("Your answer"), key=key, max_chars=MOST_TEXT, height=80, persist_state="session")
    if not at.step.answer:
        return
    with theirs:
        st.caption(t("The teacher’s answer"))
        if st.session_state.get(shown):
            st.text(plain(at.step.answer))
        else:
            st.button(t("Compare"), icon=":material/visibility:", key="lesson_compare", on_click=reveal, args=(shown,))


def reveal(key: str) -> None:
    """Show the teacher's answer of a step from now on."""
    st.session_state[key] = True


def show_way(at: Played, page: str) -> None:
    """To the step before, to the next one, and back to this one where the reader went elsewhere or changed much."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if st.button(t("Before"), icon=":material/arrow_back:", disabled=at.number == 1, key="lesson_before"):
            go_to(played(at.name, at.number - 1))
        again = t("Fill in again") if page == at.step.page else t("Back to the step")
        if st.button(again, icon=":material/restart_alt:", type="tertiary", key="lesson_again"):
            go_to(at)
        if not at.is_last and st.button(t("Next"), icon=":material/arrow_forward:", type=main_look(), key="lesson_next"):
            go_to(played(at.name, at.number + 1))
    if at.is_last:
        show_end()


def show_end() -> None:
    """Below the last step: that it is the last, and where one can go from here."""
    st.caption(t(END))
    with st.container(horizontal=True, gap="small"):
        if st.button(t("To the worksheet"), icon=":material/assignment:", key="lesson_worksheet"):
            leave_for("worksheet")
        if st.button(t("Other lessons"), icon=":material/menu_book:", key="lesson_others"):
            leave_for("lesson")
