"""Lessons: ready ones, shared ones, a teacher's file, and one that is made here."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.lesson.file import LESSON_FILE
from bertplay.ui.lesson.my_lesson import MY_LESSON
from bertplay.ui.lesson.ready import READY
from bertplay.ui.lesson.shared import SHARED

Page(
    name="lesson",
    title=N_("Lessons"),
    field="",
    introduction=N_(
        "A lesson is a series of pages with everything filled in, each with a question: read it, try it out, write your answer, compare. "
        "Play a ready-made one, or make your own from any pages of this app and share it with your students."
    ),
    tabs=(READY, SHARED, LESSON_FILE, MY_LESSON),
).draw()
