"""The page of a class: without a room, to open or enter one; then the teacher's view of it, or the pupils'."""

import streamlit as st

from bertplay.ui import state
from bertplay.ui.browser import room_key
from bertplay.ui.controls import main_look, word_input
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.parts.room.teacher import show_teacher
from bertplay.ui.redraw import this_part
from bertplay.ui.room.visit import Visit, go_to_question, here, join
from bertplay.ui.room.wait import draw_and_wait
from bertplay.ui.runtime import get_rooms
from bertplay.wording import as_told, t

MOST_NAME = 20


def show_page() -> None:
    """Whatever fits whoever is here."""
    visit = here()
    if visit is None:
        show_doors()
    elif visit.is_teacher:
        show_teacher(visit)
    else:
        show_pupil(visit)


def show_doors() -> None:
    """Two doors: one for pupils, one for a teacher."""
    pupils, teacher = st.columns(2, gap="large")
    with pupils, st.form("room_enter", border=True):
        st.markdown(t("**Pupils**"))
        name = word_input(t("Name of the room"), state.ROOM_NAME, max_chars=MOST_NAME, placeholder=t("six letters"))
        if st.form_submit_button(t("Enter"), icon=":material/login:") and name.strip():
            with explain_errors():
                enter(Visit(name.strip().lower()))
    with teacher, st.container(border=True):
        st.markdown(t("**Teachers**"))
        st.text(t("A room is open for a day. Nobody needs an account."))
        if st.button(t("Open a room for a class"), icon=":material/meeting_room:", type=main_look(), key="room_open"):
            enter(Visit(*get_rooms().open(room_key)))


def enter(visit: Visit) -> None:
    """Go in, and draw the page anew."""
    join(visit)
    st.rerun()


def show_pupil(visit: Visit) -> None:
    """What is asked now; before the first question, that there will be one."""
    st.text(t("You are in the room {room}.", room=visit.room))
    draw_and_wait(visit, "", lambda: show_asked(visit), this_part())


def show_asked(visit: Visit) -> None:
    """The question and the way to it."""
    with explain_errors():
        rooms = get_rooms()
        question = rooms.question(visit.room, rooms.asked(visit.room))
        if question is None:
            st.info(t("The teacher has not asked anything yet. This page notices when it is so."), icon=":material/hourglass_empty:")
            return
        with st.container(border=True):
            st.markdown(t("**The teacher asks**"))
            st.text(plain(as_told(question.title)))
            if st.button(t("To the question"), icon=":material/arrow_forward:", type=main_look(), key="room_go"):
                go_to_question(visit)
