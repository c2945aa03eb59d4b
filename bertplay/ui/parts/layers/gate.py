"""Guess first, then look: a question with a few answers before what the model does is shown."""

from collections.abc import Sequence

import streamlit as st

from bertplay.rooms.question import Question
from bertplay.ui import state
from bertplay.ui.room.question import may_see
from bertplay.ui.room.question import take_answer as count_in_class
from bertplay.ui.room.visit import here
from bertplay.wording import later, t

PILLS = f"{state.INSIDE_GUESS}_pills"


def is_answered(question: str, answers: Sequence[str], about: object) -> bool:
    """Whether a part may show what it has. With the switch on, the reader answers first, once for what it is about.

    In a room the teacher says when. Question and answers are what `mark` or `later` made: the same ones for every reader, told here.
    """
    if here() is not None:
        asked = Question("layers", (question, repr(about)), later(question))
        return may_see(asked, lambda: send_answer(asked, answers, about))
    if not st.session_state.get(state.GUESS_FIRST) or answer_about(about) is not None:
        return True
    with st.container(border=True):
        st.markdown(t("**{question}** Your guess first.", question=t(question)))
        st.pills(
            t("Your guess"), list(answers), key=PILLS, format_func=t, on_change=take_answer, args=(about,), label_visibility="collapsed"
        )
    return False


def send_answer(asked: Question, answers: Sequence[str], about: object) -> None:
    """A pupil's answer is counted, and kept for the comparison after the reveal."""
    with st.container(border=True):
        st.markdown(t("**{title}** Your guess counts, your name does not.", title=asked.title))
        key = f"{PILLS}_{asked.step}"
        chosen = st.pills(t("Your guess"), list(answers), key=key, format_func=t, label_visibility="collapsed")
    if chosen and (about, chosen) != st.session_state.get(state.INSIDE_GUESS):
        count_in_class(asked, chosen)
        st.session_state[state.INSIDE_GUESS] = (about, chosen)


def take_answer(about: object) -> None:
    """Remember the answer; the next question begins without one."""
    st.session_state[state.INSIDE_GUESS] = (about, st.session_state[PILLS])
    st.session_state[PILLS] = None


def answer_about(about: object) -> str | None:
    """What the reader answered to the question about this; None when nothing, or to another."""
    done = st.session_state.get(state.INSIDE_GUESS)
    return done[1] if done and done[0] == about else None


def say_who_was_right(right: str, about: object) -> None:
    """After the answer: the reader's and the right one, when the switch is on."""
    said = answer_about(about)
    if (here() or st.session_state.get(state.GUESS_FIRST)) and said is not None:
        verdict = t("You were right.") if said == right else t("It is: {right}.", right=t(right))
        st.text(f"{t('You said: {said}.', said=t(said))} {verdict}")
