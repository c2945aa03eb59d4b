"""The lesson that the teacher is making in this session."""

import streamlit as st

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.lessons.lesson import MAX_STEPS, Lesson, Step

STEPS, CODE = "lesson.draft", "lesson.draft_code"
TITLE, NOTE = "lesson.my_lesson.title", "lesson.my_lesson.note"
"""Keys of its inputs, which a copy of another lesson fills in."""


def steps() -> tuple[Step, ...]:
    """The steps so far."""
    return tuple(st.session_state.get(STEPS, ()))


def code() -> str:
    """The code of the shared lesson that it is a new version of; "" as long as it has not been shared."""
    return str(st.session_state.get(CODE, ""))


def belong_to(code: str) -> None:
    """Make it a new version of this shared lesson; "" for none."""
    st.session_state[CODE] = code


def add(step: Step) -> None:
    """Add a step at the end; BadInput if the lesson is full."""
    if len(steps()) >= MAX_STEPS:
        raise BadInput(N_("The lesson is full."), value=len(steps()), remedy=lazy("A lesson has at most {most} steps.", most=MAX_STEPS))
    st.session_state[STEPS] = (*steps(), step)


def take(lesson: Lesson, code: str = "") -> None:
    """Continue with an existing lesson: the shared one with this code, or a copy."""
    st.session_state.update({STEPS: lesson.steps, TITLE: lesson.title, NOTE: lesson.note, CODE: code})


def move(index: int, by: int) -> None:
    """Swap a step with a neighbouring one."""
    moved = list(steps())
    if 0 <= index < len(moved) and 0 <= index + by < len(moved):
        moved[index], moved[index + by] = moved[index + by], moved[index]
    st.session_state[STEPS] = tuple(moved)


def change(index: int, **texts: str) -> None:
    """Another question or answer for a step."""
    changed = list(steps())
    changed[index] = changed[index].model_copy(update=texts)
    st.session_state[STEPS] = tuple(changed)


def remove(index: int) -> None:
    """Remove a step."""
    st.session_state[STEPS] = (*steps()[:index], *steps()[index + 1 :])


def clear() -> None:
    """Start over; a shared lesson stays shared."""
    for key in (STEPS, CODE, TITLE, NOTE):
        st.session_state.pop(key, None)
