"""What this browser answered as a student of a class that is still open, and what has been revealed to it."""

from datetime import UTC, datetime

import streamlit as st

from bertplay.classroom.answers import COOKIE
from bertplay.classroom.question import model_text
from bertplay.codes import written_code
from bertplay.errors import StoreUnavailable
from bertplay.i18n import lazy
from bertplay.i18n.lazy_string import joined
from bertplay.lessons.pages import lesson_pages
from bertplay.results.classroom import OwnAnswer
from bertplay.ui.kit.recording import record
from bertplay.ui.runtime import get_classrooms
from bertplay.worksheet.entry import ClassAnswer


def record_class_answers() -> None:
    """Put them on the worksheet as they are now; none where the store cannot be read."""
    cookie, sheet = dict(st.context.cookies).get(COOKIE, ""), record()
    if not cookie:
        return
    try:
        found = get_classrooms().answers_of(cookie)
    except StoreUnavailable:
        return
    since = sheet.head.began
    for own in found:
        if own.asked >= since:
            sheet.answer_question(entry_of(own))


def entry_of(own: OwnAnswer) -> ClassAnswer:
    """An answer as an entry."""
    question, lesson = own.question, own.question.lesson
    texts = [model_text(box, is_word=not question.choices) for box in question.boxes] if question.is_revealed else []
    return ClassAnswer(
        code=written_code(own.code),
        id=question.id,
        prompt=lazy(question.prompt),
        text=question.title,
        own=joined([box for box in own.boxes if box], " · "),
        revealed=tuple(filter(None, texts)),
        teacher=lesson.answer if lesson and question.is_revealed else "",
        page=lesson_pages()[question.page].title,
        asked=datetime.fromtimestamp(own.asked, UTC).isoformat(timespec="seconds"),
    )
