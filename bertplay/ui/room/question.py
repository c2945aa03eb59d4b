"""A question to a class, for the pages on which the reader guesses first: a room takes the place of their switch.

    question = Question("masked_word", (text, "4"), "The soup is too [MASK].")
    if may_see(question, ask_reader):     outside of a room always
        show_the_answer_of_the_model()

`ask_reader` draws what a pupil answers with, and gives what was answered to `take_answer`.
"""

from collections.abc import Callable

import streamlit as st

from bertplay.rooms.question import Question
from bertplay.ui import state
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.redraw import this_part
from bertplay.ui.room.answers import told_answer
from bertplay.ui.room.class_counts import show_bars, show_question
from bertplay.ui.room.visit import go_to_question, here
from bertplay.ui.room.wait import draw_and_wait
from bertplay.ui.runtime import get_rooms
from bertplay.wording import t


def may_see(question: Question, ask: Callable[[], None]) -> bool:
    """Whether the model's answer may be shown; in a room, beside it what the class says."""
    if here() is None:
        return True
    if is_open(question):
        show_class(question)
        return True
    ask_class(question, ask)
    return False


def is_open(question: Question) -> bool:
    """Whether the class may see the model's answer."""
    visit = here()
    return visit is None or get_rooms().is_revealed(visit.room, question.step)


def ask_class(question: Question, ask: Callable[[], None]) -> None:
    """Before the answer is revealed: a pupil answers and waits, the teacher sees the bars grow."""
    visit = here()
    if visit is None:
        return
    if visit.is_teacher:
        show_question(visit, question)
        return
    page = this_part()

    @st.fragment
    def panel() -> None:
        """What a pupil sends runs this alone."""
        with explain_errors():
            ask()
        draw_and_wait(visit, question.step, lambda: say_what_comes(question), page)

    panel()


def show_class(question: Question) -> None:
    """After it: what the class said, and what this pupil did."""
    visit = here()
    if visit is None:
        return
    if visit.is_teacher:
        show_question(visit, question)
        return
    counts, said = get_rooms().question(visit.room, question.step), answer_to(question)
    with st.container(border=True, gap="xsmall"):
        st.markdown(t("**The class said**"))
        if counts is not None and counts.total:
            show_bars(counts, "class_bars")
        if said:
            st.text(plain(t("You said: {said}", said=told_answer(question.page, said))))
        if st.button(t("On to the next question"), icon=":material/arrow_forward:", type="tertiary", key="class_next"):
            go_to_question(visit)


def say_what_comes(question: Question) -> None:
    """What a pupil is told while the answer is hidden, also when the teacher has gone on to another question."""
    visit, said = here(), answer_to(question)
    if visit is not None and get_rooms().asked(visit.room) not in {"", question.step}:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t("The teacher asks another question now."), width="content")
            if st.button(t("To that question"), icon=":material/arrow_forward:", key="class_go"):
                go_to_question(visit)
    elif said:
        st.text(
            plain(
                t(
                    "You said: {said}. You can change it until the teacher reveals the model's answer.",
                    said=told_answer(question.page, said),
                )
            )
        )
    else:
        st.text(t("The model's answer is shown when the teacher reveals it."))


def take_answer(question: Question, answer: str) -> None:
    """Count what a pupil answered; whoever answers again changes the answer."""
    visit = here()
    if visit is None or visit.is_teacher:
        return
    answers: dict[tuple[str, str], str] = st.session_state.setdefault(state.ROOM_ANSWERS, {})
    place = (visit.room, question.step)
    answers[place] = get_rooms().count(visit.room, question, answer, answers.get(place, ""))


def answer_to(question: Question) -> str:
    """What this browser answered, as it was counted; "" when nothing."""
    visit = here()
    answers: dict[tuple[str, str], str] = st.session_state.get(state.ROOM_ANSWERS, {})
    return answers.get((visit.room, question.step), "") if visit else ""
