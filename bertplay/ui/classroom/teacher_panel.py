"""The teacher's panel for a question: who is connected and who has answered, buttons to ask and to reveal, and the answers as bars."""

from collections.abc import Callable, Sequence

import streamlit as st

from bertplay.classroom.question import ClassQuestion
from bertplay.i18n import N_, _, localized, ngettext
from bertplay.results.classroom import ModelAnswer, QuestionCounts
from bertplay.ui.classroom.hide_words import draw_words, take_hidden
from bertplay.ui.classroom.membership import Membership
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit import link
from bertplay.ui.kit.buttons import primary_button_type
from bertplay.ui.kit.figure import draw
from bertplay.ui.kit.live import live
from bertplay.ui.runtime import get_classrooms

REVEAL, HIDE = N_("Reveal the model's answer"), N_("Hide the model's answer")
WANTED, IS_DRAWN = "class.wanted", "class.panel"
"""Keys of the session: the step of a lesson that is to be asked as soon as its page is drawn; whether the page has a panel."""


def want(lesson: str, step: int) -> None:
    """Ask this step of a lesson when its page is drawn."""
    st.session_state[WANTED] = (lesson, step)


def is_wanted(question: ClassQuestion) -> bool:
    """Whether this question is to be asked now; once."""
    place = question.lesson
    if place is None or st.session_state.get(WANTED) != (place.name, place.step):
        return False
    del st.session_state[WANTED]
    return True


def show_panel(membership: Membership, question: ClassQuestion, model: Callable[[], Sequence[ModelAnswer]]) -> None:
    """The teacher's panel, on the page of the question. model: computes the model's answers when the class is asked."""
    st.session_state[IS_DRAWN] = True
    store = get_classrooms()
    is_asked, is_revealed = store.asked(membership.code) == question.id, store.is_revealed(membership.code, question.id)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(_("**The class**"), width="content")
            if is_asked:
                st.badge(_("current question"), icon=":material/campaign:")
            with st.container(horizontal=True, width="content"):
                draw_ask(membership, question, model, is_asked=is_asked, is_revealed=is_revealed)
                if is_asked or is_revealed:
                    in_words = question.lesson is not None and question.prompt == question.lesson.question
                    draw_reveal(membership, question.id, is_revealed=is_revealed, is_in_words=in_words)
        show_live_answers(membership, question.id)


def draw_ask(
    membership: Membership, question: ClassQuestion, model: Callable[[], Sequence[ModelAnswer]], *, is_asked: bool, is_revealed: bool
) -> None:
    """The main button until the class is asked."""
    kind = "secondary" if is_revealed else primary_button_type()
    if not is_asked and (is_wanted(question) or st.button(_("Ask the class"), icon=":material/campaign:", type=kind, key="class_ask")):
        values = [(name, value) for name, value in st.query_params.items() if name not in {link.CLASS, link.TEACHER_KEY, link.LANGUAGE}]
        get_classrooms().ask(membership.code, membership.key, question, values, model())
        st.rerun()


def draw_reveal(membership: Membership, question_id: str, *, is_revealed: bool, is_in_words: bool = False) -> None:
    """The main button once the class has been asked; after the reveal, a button that hides the model's answer (or the answers) again."""
    reveal, hide = (N_("Reveal the answers"), N_("Hide the answers")) if is_in_words else (REVEAL, HIDE)
    if is_revealed:
        pressed = st.button(_(hide), icon=":material/visibility_off:", type="tertiary", key="class_hide")
    else:
        pressed = st.button(_(reveal), icon=":material/visibility:", type=primary_button_type(), key="class_reveal")
    if pressed:
        get_classrooms().reveal(membership.code, membership.key, question_id, is_revealed=not is_revealed)
        st.rerun()


def show_live_answers(membership: Membership, question_id: str) -> None:
    """Who is connected, who has answered and what, updated until the model's answer is revealed."""
    store = get_classrooms()

    def draw_once() -> None:
        with explain_errors():
            counts = store.question(membership.code, question_id)
            if counts is not None and take_hidden(membership, counts, f"class_words.{question_id}"):
                counts = store.question(membership.code, question_id)
            st.text(attendance(store.present(membership.code), counts))
            if counts is None or not counts.answered:
                return
            if counts.is_revealed or st.toggle(_("Show the answers so far"), key="class_show_answers"):
                show_bars(counts)
                draw_words(counts, f"class_words.{question_id}")

    live(draw_once, lambda: not store.is_revealed(membership.code, question_id))


def attendance(present: int, counts: QuestionCounts | None) -> str:
    """27 here, 19 answered"""
    said = ngettext("{n:,} student here", "{n:,} students here", present)
    return said if counts is None else _("{here}, {answered:,} answered", here=said, answered=counts.answered)


def show_bars(counts: QuestionCounts) -> None:
    """The class beside the model, box by box; the class alone before the reveal."""
    from bertplay.charts.classroom import answer_bars

    for number, box in enumerate(counts.boxes):
        if box.label and len(counts.boxes) > 1:
            st.markdown(f"**{localized(box.label)}**")
        draw(answer_bars(box, counts.answered, with_model=counts.is_revealed), key=f"class_bars_{number}")
