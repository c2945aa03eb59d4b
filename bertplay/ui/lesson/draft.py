"""A lesson under construction: pages become its steps, and on the page of lessons it is put in order."""

from dataclasses import replace

import streamlit as st

from bertplay.errors import BadInput
from bertplay.lessons.checks import fits_address
from bertplay.lessons.files import MOST_QUESTION, MOST_STEPS, MOST_TEXT, MOST_TITLE, Lesson, Step
from bertplay.lessons.links import PAGES, link_of
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.feedback import explain_errors
from bertplay.ui.lesson.link import is_fixed
from bertplay.wording import later, mark, t, t_n

FIRST_TITLE = mark("My lesson")


def steps() -> tuple[Step, ...]:
    """The steps so far."""
    return tuple(st.session_state.get(state.LESSON_DRAFT, ()))


def offer_step(page: str) -> None:
    """In the sidebar, below all else: a question about the page as it stands makes it a step. Not while a lesson is played."""
    if page not in PAGES or is_fixed() or state.LESSON_PLAYED in st.session_state:
        return
    with st.sidebar.expander(t("Add this page to my lesson"), icon=":material/playlist_add:"):
        st.caption(t("For teachers: the page as it stands now, with all that is filled in, and your question."))
        area(t("Your question"), state.LESSON_QUESTION, MOST_QUESTION)
        area(t("Your answer, to compare with"), state.LESSON_TEACHER_ANSWER, MOST_TEXT)
        st.toggle(t("Without the controls"), key=state.LESSON_FIX, help=t("Hides the navigation, the model, the part and the examples."))
        number = len(steps()) + 1
        if st.button(t("Add as step {number}", number=number), icon=":material/add:", key="lesson_add", width="stretch"):
            with explain_errors():
                add_step(page)
        if st.button(
            t("Ask it by the link alone"),
            key="lesson_ask",
            type="tertiary",
            help=t("The address of this page then asks your question."),
        ):
            with explain_errors():
                ask_by_link()
        if steps():
            st.page_link("pages/lesson.py", label=my_lesson(), icon=":material/list:", query_params={})


def my_lesson() -> str:
    """ "My lesson: 3 steps"."""
    return t_n("My lesson: {n} step", "My lesson: {n} steps", len(steps()))


def area(label: str, key: str, most: int) -> None:
    st.text_area(label, key=key, max_chars=most, height=80, persist_state="session")


def typed(key: str) -> str:
    """What a box holds, as it can be sent and written."""
    return without_surrogates(st.session_state.get(key) or "").replace("\0", "\ufffd").strip()


def question_asked() -> str:
    """The teacher's question; BadInput when there is none."""
    if question := typed(state.LESSON_QUESTION):
        return question
    raise BadInput(mark("There is no question yet."), remedy=mark("Write what the class is to find out here."))


def add_step(page: str) -> None:
    """The page with what its address says becomes the last step."""
    if len(steps()) >= MOST_STEPS:
        raise BadInput(mark("The lesson is full."), value=len(steps()), remedy=later("A lesson has at most {most} steps.", most=MOST_STEPS))
    link = link_of(page, st.query_params.to_dict())
    if not fits_address(link.values()):
        raise BadInput(mark("What is filled in here is too long for a step."), remedy=mark("Use shorter texts."))
    step = Step(page, question_asked(), link, answer=typed(state.LESSON_TEACHER_ANSWER), is_fixed=bool(st.session_state[state.LESSON_FIX]))
    st.session_state[state.LESSON_DRAFT] = (*steps(), step)
    for key in (state.LESSON_QUESTION, state.LESSON_TEACHER_ANSWER):
        del st.session_state[key]
    st.rerun()


def ask_by_link() -> None:
    """The question goes into the address: whoever opens it sees the page as it is, with the question above."""
    st.query_params[state.ASK] = question_asked()
    if st.session_state[state.LESSON_FIX]:
        st.query_params[state.FIX] = "1"
    st.rerun()


def draft() -> Lesson:
    """The lesson as it stands."""
    return Lesson(typed(state.LESSON_DRAFT_TITLE) or t(FIRST_TITLE), steps(), typed(state.LESSON_DRAFT_NOTE))


def take_copy(lesson: Lesson) -> None:
    """Go on with a lesson that exists."""
    st.session_state[state.LESSON_DRAFT] = lesson.steps
    st.session_state[state.LESSON_DRAFT_TITLE], st.session_state[state.LESSON_DRAFT_NOTE] = lesson.title, lesson.note


def move(index: int, by: int) -> None:
    """Exchange a step with one beside it."""
    moved = list(steps())
    if 0 <= index < len(moved) and 0 <= index + by < len(moved):
        moved[index], moved[index + by] = moved[index + by], moved[index]
    st.session_state[state.LESSON_DRAFT] = tuple(moved)


def remove(index: int) -> None:
    """Take a step out."""
    st.session_state[state.LESSON_DRAFT] = (*steps()[:index], *steps()[index + 1 :])


def change(index: int, field: str, key: str) -> None:
    """Another question or answer for a step; an empty question leaves the old one."""
    text = typed(key)
    if text or field == "answer":
        changed = list(steps())
        changed[index] = replace(changed[index], question=text) if field == "question" else replace(changed[index], answer=text)
        st.session_state[state.LESSON_DRAFT] = tuple(changed)


def title_box() -> None:
    """The name of the lesson and the note below it."""
    st.session_state.setdefault(state.LESSON_DRAFT_TITLE, t(FIRST_TITLE))
    st.text_input(t("Title"), key=state.LESSON_DRAFT_TITLE, max_chars=MOST_TITLE, persist_state="session")
    st.text_input(t("Note"), key=state.LESSON_DRAFT_NOTE, max_chars=MOST_TEXT, persist_state="session")
