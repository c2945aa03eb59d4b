"""The classroom tab: a button that opens a class and a link for students; once a class is open, the teacher's view."""

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.ui.browser import address, browser_id, teacher_key
from bertplay.ui.classroom.join_address import join_address
from bertplay.ui.classroom.membership import Membership, current_classroom, link_values
from bertplay.ui.classroom.teacher_page import show_teacher
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit.tab import Tab, View, link, primary_button_type
from bertplay.ui.runtime import get_classrooms


def draw_entrance(view: View) -> Membership | None:
    """The class that this browser teaches; without one, draw a button that opens one, and a link to the students' page."""
    membership = current_classroom()
    if membership is not None:
        return membership
    teacher, students = st.columns(2, gap="large")
    with teacher, st.container(border=True):
        st.markdown(_("**Teachers**"))
        st.text(_("A class stays open for a day. Nobody needs an account."))
        if st.button(_("Open a class"), icon=":material/meeting_room:", type=primary_button_type(view), key=view.key("open")):
            with explain_errors():
                open_class()
    with students, st.container(border=True):
        st.markdown(_("**Students**"))
        st.text(_("Students join with the code that the teacher shows, on a page made for a phone."))
        st.link_button(_("Join a class"), join_address("").address.removesuffix("/"), icon=":material/login:")
    return None


def open_class() -> None:
    """Open a class as its teacher, and draw the page again."""
    membership = Membership(*get_classrooms().open(teacher_key, browser=browser_id(), address=address()))
    st.session_state[link.CLASS] = membership
    for name, value in link_values(membership).items():
        link.publish_global(name, value)
    st.rerun()


CLASSROOM = Tab("classroom", N_("Classroom"), draw_entrance, show_teacher)
