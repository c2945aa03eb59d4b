"""Whether this browser teaches a class. The link says so, and the session keeps it from page to page. Students use /join."""

from dataclasses import dataclass

import streamlit as st

from bertplay.codes import read_code, written_code
from bertplay.errors import UnknownClassroom
from bertplay.i18n import _
from bertplay.ui.browser import teacher_key
from bertplay.ui.classroom.join_address import join_address
from bertplay.ui.feedback import explain, explain_errors
from bertplay.ui.kit import link
from bertplay.ui.lesson.play import leave as leave_lesson
from bertplay.ui.runtime import get_classrooms

PAGE = "pages/classroom.py"
MAX_KEY_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Membership:
    """The class of a teacher: its code, and the teacher's key."""

    code: str
    key: str


def current_classroom() -> Membership | None:
    """The class that this browser teaches, or None."""
    membership: Membership | None = st.session_state.get(link.CLASS)
    return membership


def enter_classroom() -> None:
    """Before every page: read the class from the link, keep it in the link, and show it in the sidebar."""
    known = current_classroom() or Membership("", "")
    code = read_code(st.query_params.get(link.CLASS, "")) or known.code
    key = st.query_params.get(link.TEACHER_KEY, "")[:MAX_KEY_CHARACTERS] or (known.key if known.code == code else "")
    if not code:
        return
    with st.sidebar, explain_errors():
        try:
            enter(code, key)
        except UnknownClassroom as error:
            leave()
            explain(error)


def enter(code: str, key: str) -> None:
    """Teach this class from now on; a visitor without the teacher's key is sent to the students' page. UnknownClassroom."""
    store = get_classrooms()
    store.require(code)
    own = teacher_key(code)
    key = own if store.is_teacher(code, own) else key
    if not store.is_teacher(code, key):
        leave()
        with st.container(border=True, gap="xsmall"):
            st.text(_("You are not the teacher of this class. Students join on a page of their own:"))
            st.link_button(_("Join class {code}", code=written_code(code)), join_address(code).address, icon=":material/login:")
        return
    membership = Membership(code, key)
    st.session_state[link.CLASS] = membership
    for name, value in link_values(membership).items():
        link.publish_global(name, value)
    with st.container(border=True, gap="xsmall"):
        st.page_link(PAGE, label=_("Class **{code}**", code=written_code(code)), icon=":material/groups:")
        st.button(_("Leave"), type="tertiary", key="class_leave", on_click=leave)


def link_values(membership: Membership) -> dict[str, str]:
    """A membership in the link. It contains the key only if it cannot be derived from the cookie: the class may see the address."""
    return {link.CLASS: membership.code, link.TEACHER_KEY: "" if membership.key == teacher_key(membership.code) else membership.key}


def leave() -> None:
    """Stop teaching the class."""
    st.session_state.pop(link.CLASS, None)
    for name in (link.CLASS, link.TEACHER_KEY):
        link.publish_global(name, "")


def go_to_question(membership: Membership, question_id: str) -> None:
    """Open the page of a question as it was asked."""
    question = get_classrooms().question(membership.code, question_id)
    if question is None:
        st.switch_page(PAGE)
    leave_lesson()  # or the question is a step of one, and its link says so
    link.open_fresh(question.page, dict(question.link) | {name: value for name, value in link_values(membership).items() if value})
