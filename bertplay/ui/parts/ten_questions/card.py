"""One question: its answer, its experiment, what the book says, and where there is more."""

import streamlit as st

from bertplay.lessons.ten_questions import Question, ten_questions
from bertplay.rooms.question import Question as ClassQuestion
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import lines_input, main_look, word_input
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.parts.ten_questions.claims import show_claim
from bertplay.ui.parts.ten_questions.end import show_end
from bertplay.ui.parts.ten_questions.lights import LIGHTS
from bertplay.ui.parts.ten_questions.steps import step_on
from bertplay.ui.room.question import may_see, take_answer
from bertplay.ui.room.visit import here
from bertplay.ui.runtime import answer_at_once
from bertplay.wording import later, t

MOST_SENTENCE, MOST_LINES = 500, 2_000


def choose_question() -> int:
    """Which question is shown: the link's at first, then the one that was clicked."""
    questions = ten_questions()
    if state.QUESTION not in st.session_state:
        link = st.query_params.get(state.QUESTION, "1")
        known = link.isascii() and link.isdigit() and len(link) < 3 and 1 <= int(link) <= len(questions)
        st.session_state[state.QUESTION] = st.session_state[state.CARD_LINKED] = int(link) - 1 if known else 0
    if is_fixed():
        return int(st.session_state[state.QUESTION])
    index = st.pills(
        t("The ten questions"),
        range(len(questions)),
        key=state.QUESTION,
        format_func=lambda i: f"{i + 1}. {t(questions[i].short)}",
        required=True,
        persist_state="session",
    )
    state.publish(state.QUESTION, str((index or 0) + 1), "1")
    return int(index or 0)


def show_card(model: str, index: int) -> None:
    """The whole card of one question."""
    question = ten_questions()[index]
    st.session_state.setdefault(state.TOUR, set()).add(question.id)
    st.header(f"{index + 1}. {t(question.question)}", anchor=False)
    st.markdown(t(question.answer))
    first, second = ask_texts(question, index)
    if is_answered(model, question, first, second):
        with explain_errors():
            answer_at_once(model, lambda: show_experiment(model, question, first, second))
    if not is_fixed():
        step_on(index, question, first, second)
        if index == len(ten_questions()) - 1:
            show_end()


def show_experiment(model: str, question: Question, first: str, second: str) -> None:
    """What the model does with the sentences, what to look at, and what the book says."""
    from bertplay.ui.parts.ten_questions.experiments import EXPERIMENTS

    EXPERIMENTS[question.experiment](model, first, second, LIGHTS[question.light])
    st.caption(t(question.look))
    for name in question.claims:
        show_claim(model, name)


def ask_texts(question: Question, index: int) -> tuple[str, str]:
    """The sentences of the experiment, which the reader may change; both are in the link."""
    labels = (t("The word"), t("Sentences with it, one a line")) if question.lines else (t("Try it with"), t("And"))
    first = ask_text(question, index, state.CARD_FIRST, question.first, labels[0])
    return first, ask_text(question, index, state.CARD_SECOND, question.second, labels[1], is_long=question.lines)


def ask_text(question: Question, index: int, name: str, start: str, label: str, *, is_long: bool = False) -> str:
    """One of them, "" where the experiment has none. A link holds those of the question that it opens, not of the ones after it."""
    most = MOST_LINES if is_long else MOST_SENTENCE
    text = ""
    if start:
        key = f"{name}_{question.id}"
        if key not in st.session_state:
            link = st.query_params.get(name, start) if index == st.session_state.get(state.CARD_LINKED) else start
            st.session_state[key] = without_surrogates(link)[:most]
        ask = lines_input if is_long else word_input
        text = without_surrogates(ask(label, key, max_chars=most, persist_state="session")).strip() or start
    state.publish(name, text, start)
    return text


def is_answered(model: str, question: Question, first: str, second: str) -> bool:
    """With the switch on, the reader writes down a guess before the model is asked; in a room, until the teacher reveals."""
    if not question.guess:
        return True
    if here() is not None:
        asked = ClassQuestion("ten_questions", (question.id, first, second), title_of(question, " ".join(f"{first} {second}".split())))
        return may_see(asked, lambda: send_guess(question, asked))
    if not st.toggle(t("I guess first"), key=state.GUESS_FIRST, bind="query-params", persist_state="session"):
        return True
    turn = (model, question.id, first, second)
    said = st.session_state.get(state.CARD_ANSWERED)
    if said is None or said[0] != turn:
        if guess := ask_guess(question, t("Reveal")):
            st.session_state[state.CARD_ANSWERED] = (turn, guess)
            st.rerun()
        return False
    st.text(plain(t("You said: {said}", said=said[1])))
    return True


def title_of(question: Question, typed: str) -> str:
    """The question in words, and what it is asked about."""
    asked = later(question.guess)
    return later("{question} {about}", question=asked, about=typed) if typed else asked


def send_guess(question: Question, asked: ClassQuestion) -> None:
    """A pupil's guess is counted."""
    if guess := ask_guess(question, t("Send")):
        take_answer(asked, guess)


def ask_guess(question: Question, send: str) -> str:
    """The reader's guess in the run in which it is sent; otherwise nothing."""
    with st.form("card_guess", border=True):
        st.text(t(question.guess))
        guess = word_input(t("Your guess"), f"{state.CARD_GUESS}_{question.id}")
        is_sent = st.form_submit_button(send, type=main_look())
    return without_surrogates(guess).strip() if is_sent else ""
