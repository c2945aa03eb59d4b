"""What the teacher sees of a question: the bars that grow, the ways to ask, reveal and hide, and the link for the pupils."""

import streamlit as st

from bertplay.results.rooms import QuestionCounts
from bertplay.rooms.question import Question
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors
from bertplay.ui.live import live
from bertplay.ui.room.answers import told_counts
from bertplay.ui.room.visit import Visit, link_of_pupils
from bertplay.ui.runtime import get_rooms
from bertplay.wording import t, t_n


def show_question(visit: Visit, question: Question) -> None:
    """The teacher's panel on the page that asks."""
    rooms = get_rooms()
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(t("**The class**"), width="content")
            if rooms.asked(visit.room) == question.step:
                st.badge(t("asked now"), icon=":material/campaign:")
            elif st.button(t("Ask the class this"), icon=":material/campaign:", key="class_ask"):
                ask(visit, question)
                st.rerun()
            is_revealed = rooms.is_revealed(visit.room, question.step)
            if pressed_switch(is_revealed=is_revealed):
                rooms.add(visit.room, question)
                rooms.reveal(visit.room, visit.key, question.step, is_revealed=not is_revealed)
                st.rerun()
        show_growing(visit, question.step)
        with st.expander(t("Link of this question for the pupils"), icon=":material/link:"):
            st.code(link_of_pupils(), language=None, wrap_lines=True)
            st.caption(t("It asks this very question. Pupils who are in the room need none: “What is asked now” brings them here."))


def ask(visit: Visit, question: Question) -> None:
    """Lead the class to this page, as it stands."""
    link = [(name, value) for name, value in st.query_params.items() if name not in {state.ROOM, state.ROOM_KEY, state.LANGUAGE}]
    get_rooms().ask(visit.room, visit.key, question, link)


def pressed_switch(*, is_revealed: bool) -> bool:
    """The button that reveals, or the one that hides again."""
    if is_revealed:
        return st.button(t("Hide the model's answer"), icon=":material/visibility_off:", key="class_hide")
    return st.button(t("Reveal the model's answer"), icon=":material/visibility:", type=main_look(), key="class_reveal")


def show_growing(visit: Visit, step: str) -> None:
    """The number of answers and the bars; they grow until the answer is revealed."""

    def look() -> None:
        with explain_errors():
            counts = get_rooms().question(visit.room, step)
            if counts is None or not counts.total:
                st.text(t("No answer yet."))
            else:
                show_bars(counts, "class_bars")

    live(look, lambda: not get_rooms().is_revealed(visit.room, step))


def show_bars(counts: QuestionCounts, key: str) -> None:
    """How many answered, and what."""
    from bertplay.charts.rooms import MOST_BARS, answer_bars
    from bertplay.ui.figure import draw

    others = counts.answers[MOST_BARS:]
    said = t_n(
        "{n:,} answer, {different:,} different.", "{n:,} answers, {different:,} different.", counts.total, different=len(counts.answers)
    )
    if others:
        said += " " + t("Not drawn: {others:,} more that {pupils:,} gave.", others=len(others), pupils=sum(a.count for a in others))
    st.text(said)
    draw(answer_bars(told_counts(counts)), key=key)
