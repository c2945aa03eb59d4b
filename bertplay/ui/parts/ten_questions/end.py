"""The end of the tour, below the last question: what was seen, and where one goes from here."""

import streamlit as st

from bertplay.lessons.ten_questions import ten_questions
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.parts.ten_questions.steps import go_to, leave_for
from bertplay.wording import mark, t, t_n

KEPT = mark(
    "What you asked on the way, and what came out, is on the worksheet, to take away as a file. "
    "Then train something: three tutorials stand below."
)


def show_end() -> None:
    """One sentence a question, ticked when it was opened in this tab and one click away in any case; then the ways on."""
    questions = ten_questions()
    opened = st.session_state.get(state.TOUR, set())
    left = sum(question.id not in opened for question in questions)
    st.header(t("The end of the tour"), anchor=False)
    st.markdown(say_left(left, len(questions)) if left else t("What you have seen:"))
    with st.container(gap="xxsmall"):
        for index, question in enumerate(questions):
            icon = ":material/check_circle:" if question.id in opened else ":material/circle:"
            label = f"{index + 1}. {t(question.seen)}"
            st.button(label, icon=icon, type="tertiary", on_click=go_to, args=(index,), key=f"tour_{question.id}")
    st.markdown(t(KEPT))
    if st.button(t("To the worksheet"), icon=":material/assignment:", type=main_look(), key="tour_worksheet"):
        leave_for("worksheet", {})


def say_left(left: int, questions: int) -> str:
    """How many questions were not seen; a page that is loaded anew has seen none."""
    return t_n(
        "{n} of the {questions} was not opened since the page was loaded; a click opens it.",
        "{n} of the {questions} were not opened since the page was loaded; a click opens one.",
        left,
        questions=questions,
    )
