"""A lesson in a file of the teacher's: its mistakes, each with its line, or the lesson."""

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.lessons.files import parse_lesson
from bertplay.lessons.lesson import Lesson
from bertplay.lessons.problems import UnreadableLesson
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import File, Tab, View
from bertplay.ui.lesson.play import OWN, OWN_LESSON
from bertplay.ui.lesson.ready import show_card

FILE = File("file", N_("A lesson file"), types=("toml",), max_mib=1)
MAX_PROBLEMS = 30


def draw_inputs(view: View) -> Lesson | None:
    """The lesson of the file; the one before as long as no other is uploaded."""
    file = FILE.draw(view)
    st.caption(_("A TOML file, as “My lesson” saves it; `docs/lesson-files.md` describes its format."))
    if file is not None:
        st.session_state.pop(OWN_LESSON, None)
        try:
            st.session_state[OWN_LESSON] = parse_lesson(file.getvalue())
        except UnreadableLesson as error:
            show_problems(error)
    lesson: Lesson | None = st.session_state.get(OWN_LESSON)
    return lesson


def show_problems(error: UnreadableLesson) -> None:
    """What is to be corrected, in the order of the file."""
    with st.container(border=True, gap="xsmall"):
        st.text(_("The lesson cannot be used yet."))
        for problem in error.problems[:MAX_PROBLEMS]:
            st.text(plain(_(problem.as_text)))
        if len(error.problems) > MAX_PROBLEMS:
            st.caption(_("And {n:,} more.", n=len(error.problems) - MAX_PROBLEMS))


def show(view: View, lesson: Lesson) -> None:
    """The lesson, to be played or changed."""
    show_card(view, OWN, lesson)


LESSON_FILE = Tab("file", N_("Your file"), draw_inputs, show)
