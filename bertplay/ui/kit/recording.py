"""Adds to this browser's worksheet: a model's answers, with a button, and answers to the questions of a lesson."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from bertplay.lessons.pages import lesson_pages
from bertplay.models.fingerprint import weights_of
from bertplay.ui.browser import browser_id
from bertplay.ui.runtime import get_worksheets
from bertplay.worksheet.record import Record

if TYPE_CHECKING:
    from bertplay.calls import Call
    from bertplay.summaries import Summary

RECORD = "worksheet"


def record() -> Record:
    """The worksheet of this browser, or of this session if the browser refuses cookies."""
    if RECORD not in st.session_state:
        st.session_state[RECORD] = Record(get_worksheets, browser_id())
    found: Record = st.session_state[RECORD]
    return found


def record_answer(call: "Call[Any]", summary: "Summary", page: str, guess: str = "") -> None:
    """Add an answer to the worksheet. guess: the outcome of the reader's guess, in words."""
    from bertplay.worksheet.entry import Answer

    weights = weights_of(call.model) if call.model else ""
    record().add(Answer(call, summary, lesson_pages()[page].title, now(), weights, guess))


def record_lesson_answer(lesson: str, step: int, page: str, question: str, own: str, teacher: str) -> None:
    """Add the current answers to a question of a lesson to the worksheet."""
    from bertplay.worksheet.entry import LessonAnswer

    record().answer_question(LessonAnswer(lesson, step, question, own, teacher, lesson_pages()[page].title, now()))


def now() -> str:
    """The time in UTC: "2026-05-04T09:30:00+00:00"."""
    return datetime.now(UTC).isoformat(timespec="seconds")
