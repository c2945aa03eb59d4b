"""Above every page: the question of its link, or the bar of the lesson that is played.

    /masked_word?text=The+[MASK]+barked.&ask=Who+barks?&note=…&fix=1

What a teacher wrote into the link stays there while the reader works, for no page knows of these names.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from bertplay.classroom.question import ClassQuestion, place_text
from bertplay.errors import UnknownLesson
from bertplay.i18n import N_, _, localized
from bertplay.lessons.lesson import MAX_QUESTION, MAX_TEXT
from bertplay.lessons.pages import lesson_pages
from bertplay.ui.classroom.membership import current_classroom
from bertplay.ui.classroom.teacher_panel import IS_DRAWN, show_panel, want
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.kit.tab import Lines, View, link, record_lesson_answer
from bertplay.ui.lesson.play import Played, follow_link, go_to, leave, leave_for, place_in_lesson, played, played_now

ANSWER = Lines("answer", N_("Your answer"), max_characters=MAX_TEXT, is_in_link=False, height=80)
END = N_("This is the last step. The worksheet has your answers and everything you added; you can download it there.")


def show_lesson(page: str) -> Callable[[], None]:
    """The bar of the lesson that is played, and the question of the link; nothing on a page without either.

    The function that is returned is called when the page is drawn: a teacher then asks the class in words where the page asks nothing.
    """
    st.session_state[IS_DRAWN] = False
    place = None
    with explain_errors():
        try:
            follow_link(page)
            at = played_now()
        except UnknownLesson:  # deleted meanwhile, or mistyped
            leave()
            raise
        if at:
            place = show_bar(at, page)
    show_link_question()
    return partial(ask_in_words, place, page)


def ask_in_words(place: Any, page: str) -> None:
    """The panel of a class for a step on which its page asks nothing: the step's question, answered in a few words."""
    membership, step = current_classroom(), place_in_lesson(page)
    if place is None or membership is None or step is None or st.session_state[IS_DRAWN]:
        return
    about = ("in words", step.question)
    question = ClassQuestion(page, about, "", step.question, boxes=(N_("Your answer"),), lesson=step)
    with place, explain_errors():
        show_panel(membership, question, lambda: ())


def show_link_question() -> None:
    """The question and the note of the link in a box, as plain text."""
    question, note = written(link.ASK, MAX_QUESTION), written(link.NOTE, MAX_TEXT)
    if question or note:
        with st.container(border=True, gap="xsmall"):
            st.caption(_("The question") if question else _("A note"))
            for text in filter(None, (question, note)):
                st.text(plain(text))


def written(name: str, most: int) -> str:
    """A text of the link; one that is too long is cut, and it is said."""
    text = st.query_params.get(name, "").strip()
    return text if len(text) <= most else _("{text}… (truncated: at most {most:,} characters are shown)", text=text[:most], most=most)


def show_bar(at: Played, page: str) -> Any:
    """Title and step, the question, the answers, before and next; where the class is asked."""
    with st.container(border=True, gap="small", key="lesson_bar"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.text(plain(localized(place_text(at.place))), width="content")
            st.button(_("Leave"), icon=":material/close:", type="tertiary", on_click=leave, key="lesson_leave", help=_("Leave the lesson"))
        if page == at.step.page:
            st.text(plain(at.step.question))
            if at.step.note:
                st.text(plain(at.step.note))
            show_answers(at)
            place = st.container()
        else:
            place = None
            st.caption(_("This step is on the page “{page}”.", page=_(lesson_pages()[at.step.page].title)))
        show_way(at, page)
    return place


@st.fragment
def show_answers(at: Played) -> None:
    """A box for an answer; then the teacher's beside it. Both go onto the worksheet. The page below does not run again for it."""
    view = View("lesson", f"{at.name}.{at.number}")
    shown = view.key("shown")
    mine, theirs = st.columns(2) if at.step.answer else (st.container(), st.container())
    with mine:
        own = ANSWER.draw(view).strip()
    teacher = at.step.answer if st.session_state.get(shown) else ""
    if own or teacher:
        record_lesson_answer(at.lesson.title, at.number, at.step.page, at.step.question, own, teacher)
    if not at.step.answer:
        return
    with theirs:
        st.caption(_("The teacher’s answer"))
        if teacher:
            st.text(plain(teacher))
        else:
            st.button(_("Reveal"), icon=":material/visibility:", key="lesson_compare", on_click=reveal, args=(shown,))


def reveal(key: str) -> None:
    """Show the teacher's answer of a step from now on."""
    st.session_state[key] = True


def show_way(at: Played, page: str) -> None:
    """To the step before, to the next one, and back to this one where the reader went elsewhere or changed much."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if st.button(_("Previous"), icon=":material/arrow_back:", disabled=at.number == 1, key="lesson_before"):
            go_to(played(at.name, at.number - 1))
        again = _("Fill in again") if page == at.step.page else _("Back to the step")
        if st.button(again, icon=":material/restart_alt:", type="tertiary", key="lesson_again"):
            go_to(at)
        is_teaching = current_classroom() is not None and not at.is_last
        if is_teaching and st.button(_("Ask the next step"), icon=":material/campaign:", key="lesson_ask_next"):
            want(at.name, at.number + 1)
            go_to(played(at.name, at.number + 1))
        if not at.is_last and st.button(_("Next"), icon=":material/arrow_forward:", key="lesson_next"):
            go_to(played(at.name, at.number + 1))
    if at.is_last:
        show_end()


def show_end() -> None:
    """Below the last step: that it is the last, and where one can go from here."""
    st.caption(_(END))
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Open the worksheet"), icon=":material/assignment:", key="lesson_worksheet"):
            leave_for("worksheet")
        if st.button(_("Other lessons"), icon=":material/menu_book:", key="lesson_others"):
            leave_for("lesson")
