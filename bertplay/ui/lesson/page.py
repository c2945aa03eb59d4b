"""The page of lessons: the ready ones, a file, and the lesson under construction."""

from collections.abc import Callable

import streamlit as st

from bertplay.lessons.files import MOST_QUESTION, MOST_TEXT, Lesson, Step, UnreadableLesson, parse_lesson
from bertplay.lessons.links import PAGES
from bertplay.lessons.ready import ready_lessons
from bertplay.lessons.writing import lesson_text
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import plain
from bertplay.ui.lesson import draft
from bertplay.ui.lesson.play import NO_LESSON, OWN, SERVER, go_to, play, played, server_lesson, told
from bertplay.wording import t, t_n

MOST_PROBLEMS = 30
MOST_SHOWN = 60


def show_ready() -> None:
    """The lesson of this server, and those that come along."""
    if get_settings().lesson not in {NO_LESSON, *ready_lessons()}:
        show_one(SERVER, server_lesson())
    for name, lesson in ready_lessons().items():
        show_one(name, told(lesson))


def show_one(name: str, lesson: Lesson) -> None:
    """One lesson, and what can be done with it."""
    with st.container(border=True, gap="xsmall"):
        st.text(plain(named(lesson)))
        if lesson.note:
            st.text(plain(lesson.note))
        with st.container(horizontal=True):
            if st.button(t("Play"), icon=":material/play_arrow:", key=f"lesson_play_{name}"):
                go_to(played(name, 1))
            st.button(t("Change a copy"), key=f"lesson_copy_{name}", type="tertiary", on_click=draft.take_copy, args=(lesson,))


def named(lesson: Lesson) -> str:
    """ "BERT in twenty minutes (6 steps)"."""
    return t_n("{lesson} ({n} step)", "{lesson} ({n} steps)", len(lesson.steps), lesson=lesson.title)


def show_upload() -> None:
    """A teacher's file: its problems, each with its line, or the lesson."""
    file = st.file_uploader(t("A lesson file"), ["toml"], key=state.LESSON_FILE, max_upload_size=1)
    if file is not None and st.session_state.get(state.LESSON_SEEN_FILE) != file.file_id:
        st.session_state.pop(state.LESSON_OWN, None)
        try:
            st.session_state[state.LESSON_OWN] = parse_lesson(file.getvalue())
        except UnreadableLesson as error:
            show_problems(error)
            return
        st.session_state[state.LESSON_SEEN_FILE] = file.file_id
    if state.LESSON_OWN in st.session_state:
        show_one(OWN, st.session_state[state.LESSON_OWN])


def show_problems(error: UnreadableLesson) -> None:
    """What is to be corrected, in the order of the file."""
    with st.container(border=True, gap="xsmall"):
        st.text(t("The lesson cannot be used yet."))
        for problem in error.problems[:MOST_PROBLEMS]:
            st.text(plain(t(problem.told)))
        if len(error.problems) > MOST_PROBLEMS:
            st.caption(t("And {n:,} more.", n=len(error.problems) - MOST_PROBLEMS))


def show_draft() -> None:
    """The lesson under construction: its title, its steps, and what can be done with it."""
    made = draft.steps()
    if not made:
        st.caption(
            t("Open a page, fill it in, and add it in the sidebar: “Add this page to my lesson”. Or change a copy of a lesson above.")
        )
        return
    draft.title_box()
    for index, step in enumerate(made):
        show_step(index, step, len(made))
    lesson = draft.draft()
    with st.container(horizontal=True):
        if st.button(t("Play it"), icon=":material/play_arrow:", key="lesson_play_draft", type=main_look()):
            play(lesson)
        st.download_button(
            t("Save as a file"),
            lesson_text(lesson),
            file_name="lesson.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/download:",
            key="lesson_save",
        )
        st.button(t("Remove all steps"), type="tertiary", key="lesson_clear", on_click=clear)


def clear() -> None:
    """Begin anew."""
    st.session_state.pop(state.LESSON_DRAFT, None)


def show_step(index: int, step: Step, number: int) -> None:
    """One step: where it is, what is filled in, its texts, and three buttons."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.text(where(index, step), width="content")
            with st.container(horizontal=True, width="content", gap="xsmall"):
                button("arrow_upward", t("Earlier"), index, lambda: draft.move(index, -1), is_off=index == 0)
                button("arrow_downward", t("Later"), index, lambda: draft.move(index, 1), is_off=index == number - 1)
                button("delete", t("Remove"), index, lambda: draft.remove(index))
        st.text(plain("; ".join(f"{name}: {value[:MOST_SHOWN]}" for name, value in step.link.items()) or t("As the page opens.")))
        box(t("Question"), "question", index, step.question, MOST_QUESTION)
        box(t("Answer"), "answer", index, step.answer, MOST_TEXT)


def where(index: int, step: Step) -> str:
    """The number of a step and its page: "2. The masked word, without the controls"."""
    place = {"number": index + 1, "page": t(PAGES[step.page].title)}
    return t("{number}. {page}, without the controls", **place) if step.is_fixed else t("{number}. {page}", **place)


def box(label: str, field: str, index: int, text: str, most: int) -> None:
    """A text of a step, which can be changed. Its key is of the text, for steps change places."""
    key = f"{state.LESSON_QUESTION}_{field}_{index}_{hash(text)}"
    st.text_area(label, text, key=key, height=80, max_chars=most, on_change=draft.change, args=(index, field, key))


def button(icon: str, what: str, index: int, act: Callable[[], None], *, is_off: bool = False) -> None:
    """A small button of a step."""
    st.button("", icon=f":material/{icon}:", key=f"lesson_{icon}_{index}", help=what, on_click=act, disabled=is_off, type="tertiary")
