"""Shared lessons: one is opened by its code; those of this browser are changed, passed on and deleted."""

from functools import partial

import streamlit as st

from bertplay.codes import written_code
from bertplay.i18n import N_, _
from bertplay.lessons.lesson import Lesson
from bertplay.lessons.store import SharedLesson
from bertplay.ui.browser import browser_id, visitor
from bertplay.ui.classroom.join_address import public_address, show_remark
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit.tab import Tab, Text, View, link, primary_button_type, show_qr
from bertplay.ui.lesson import draft
from bertplay.ui.lesson.play import go_to, played
from bertplay.ui.lesson.ready import edit, show_card
from bertplay.ui.runtime import get_lessons

CODE = Text("code", N_("Code of a lesson"), max_characters=20, is_in_link=False, is_live=False, placeholder="7K2M-QX9R")
NONE_YET = N_("You have shared no lesson yet. Make one on the tab “My lesson”, and press “Share it with students” there.")
FOR_STUDENTS = N_("Anyone who opens this link can play the lesson; only this browser can change or delete it.")
NO_COOKIE = N_("Your browser does not accept this site's cookie, so after a reload nobody can change or delete the lesson.")


def draw_inputs(view: View) -> tuple[SharedLesson, ...]:
    """A box for a code; the lessons of this browser."""
    if code := CODE.draw(view).strip():
        with explain_errors():
            at = played(code, 1)
            del st.session_state[view.key(CODE.name)]
            go_to(at)
    return get_lessons().of_owner(browser_id())


def show(view: View, lessons: tuple[SharedLesson, ...]) -> None:
    """A card for each."""
    if not lessons:
        st.caption(_(NONE_YET))
    for number, one in enumerate(lessons):
        show_card(view, one.code, one.lesson, is_first=number == 0, actions=offer_changes)


def offer_changes(view: View, code: str, lesson: Lesson) -> None:
    """Buttons that change a lesson, pass it on, and delete it."""
    st.button(_("Change"), icon=":material/edit:", key=view.key(f"edit_{code}"), on_click=edit, args=(lesson, code))
    offer_link(view, code)
    with st.popover(_("Delete"), icon=":material/delete:"):
        st.caption(_("Its link then leads nowhere."))
        st.button(_("Delete the lesson"), key=view.key(f"delete_{code}"), type=primary_button_type(), on_click=partial(delete, code))


def offer_link(view: View, code: str) -> None:
    """The link for students, with a button that copies it, its code, and both as a picture."""
    with st.popover(_("Copy link for students"), icon=":material/share:"):
        address = public_address(f"?{link.LESSON}={code}")
        show_remark(address)
        st.caption(_(FOR_STUDENTS if visitor().browser else NO_COOKIE))
        st.code(address.address, language=None, wrap_lines=True)
        st.text(_("Code: {code}", code=written_code(code)))
        show_qr(address.address)


def delete(code: str) -> None:
    """Forget a lesson of this browser; the draft that it was made from stays."""
    get_lessons().delete(code, browser_id())
    if draft.code() == code:
        draft.belong_to("")


SHARED = Tab("shared", N_("Shared lessons"), draw_inputs, show)
