"""Playing a lesson: which lesson, which step, and moving between steps.

The address names both (`lesson=class&step=3`; `lesson=7k2mqx9r` where the lesson is shared), so a step can be opened again from
its link. The session remembers them for the pages that the reader opens in between.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from bertplay.codes import LENGTH, read_code, slowed_down
from bertplay.errors import BadInput
from bertplay.i18n import N_, _, lazy
from bertplay.lessons.files import read_lesson
from bertplay.lessons.lesson import Lesson, Step
from bertplay.lessons.ready import ready_lessons
from bertplay.results.classroom import LessonPlace
from bertplay.settings import get_settings
from bertplay.ui.browser import address
from bertplay.ui.kit import link
from bertplay.ui.runtime import get_lessons

OWN = "own"
"""The lesson that was uploaded, or made here: it is in this session alone."""
SERVER = "server"
"""The lesson that the server was started with."""
NO_LESSON = "none"
PLAYED, STARTED, OWN_LESSON = "lesson.played", "lesson.started", "lesson.own"
"""Keys of the session: name and number of the step, whether a first page was opened, the lesson of this session."""


@dataclass(frozen=True, slots=True)
class Played:
    """A step of a lesson; name and number together are its identity, "class" and 3."""

    name: str
    number: int
    lesson: Lesson

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.number - 1]

    @property
    def place(self) -> LessonPlace:
        """As a class sees it; translated for each reader where the lesson is one of ours."""
        ours = ready_lessons().get(get_settings().lesson if self.name == SERVER else self.name)
        lesson, say = (ours, lazy) if ours else (self.lesson, str)
        step = lesson.steps[self.number - 1]
        return LessonPlace(self.name, say(lesson.title), self.number, len(lesson.steps), say(step.question), say(step.answer))

    @property
    def is_last(self) -> bool:
        return self.number == len(self.lesson.steps)


def is_playing() -> bool:
    """Whether a lesson is played."""
    return PLAYED in st.session_state


def played_now() -> Played | None:
    """The current step; None when no lesson is played."""
    if not is_playing():
        return None
    name, number = st.session_state[PLAYED]
    return played(name, number)


def played(name: str, number: int) -> Played:
    """A step of a lesson; a number beyond the last step is the last."""
    lesson = find_lesson(name)
    name = name if name in {OWN, SERVER, *ready_lessons()} else read_code(name)
    return Played(name, min(max(number, 1), len(lesson.steps)), lesson)


def place_in_lesson(page: str) -> LessonPlace | None:
    """The step that is played, where it is on this page."""
    at = played_now()
    return at.place if at is not None and at.step.page == page else None


def find_lesson(name: str) -> Lesson:
    """A lesson by its name in a link."""
    if name == SERVER and get_settings().lesson != NO_LESSON:
        return server_lesson()
    if name == OWN:
        if OWN_LESSON in st.session_state:
            return st.session_state[OWN_LESSON]  # type: ignore[no-any-return]  # put there by `play`, or by an upload
        raise BadInput(N_("This lesson was uploaded in another tab."), remedy=N_("Upload its file again, on the page “Lessons”."))
    if name in ready_lessons():
        return localized_lesson(ready_lessons()[name])
    if len(code := read_code(name)) == LENGTH:
        return shared_lesson(code)
    remedy = lazy("Ready lessons: {names}.", names=", ".join(ready_lessons()))
    raise BadInput(N_("There is no lesson of this name."), value=name[:100], remedy=remedy)


def shared_lesson(code: str) -> Lesson:
    """The lesson that a teacher has shared under this code. UnknownLesson, TooManyGuesses."""
    if st.session_state.get(PLAYED, ("",))[0] == code:
        return get_lessons().lesson(code).lesson  # wrong codes tried by others do not slow down a player
    with slowed_down(address()):
        return get_lessons().lesson(code).lesson


def localized_lesson(lesson: Lesson) -> Lesson:
    """A ready lesson in the reader's language. What a teacher wrote is in the teacher's, and is never looked up."""
    steps = tuple(
        step.model_copy(update={"question": _(step.question), "note": _(step.note), "answer": _(step.answer)}) for step in lesson.steps
    )
    return lesson.model_copy(update={"title": _(lesson.title), "note": _(lesson.note), "steps": steps})


def server_lesson() -> Lesson:
    """The lesson of the setting: a ready one by its name, or a file, read again when it was changed."""
    written = get_settings().lesson
    if written in ready_lessons():
        return localized_lesson(ready_lessons()[written])
    file = Path(written)
    try:
        changed = file.stat().st_mtime_ns
    except (OSError, ValueError):
        changed = 0
    return read_again(file, changed)


@lru_cache(maxsize=4)
def read_again(file: Path, changed: int) -> Lesson:
    """A file as it was at some moment."""
    return read_lesson(file)


def follow_link(page: str) -> None:
    """Start the lesson in the address, or continue the current one; open its step if the address contains nothing else."""
    asked = (st.query_params.get(link.LESSON, ""), number_of(st.query_params.get(link.STEP, "")))
    if asked[0] == "" and is_first_visit() and get_settings().lesson != NO_LESSON and is_bare():
        asked = (SERVER, 1)
    if not asked[0]:
        publish()
        return
    if asked == st.session_state.get(PLAYED):
        return
    at = played(*asked)
    if is_playing():
        link.forget()  # the browser's Back button: the address has what was chosen in that step
    st.session_state[PLAYED] = (at.name, at.number)
    if is_bare() and (at.step.page != page or at.step.inputs or at.step.fixed):
        go_to(at)
    publish()


def is_first_visit() -> bool:
    """Whether this session opens its first page now: later the server's lesson does not open by itself."""
    first = STARTED not in st.session_state
    st.session_state[STARTED] = True
    return first


def is_bare() -> bool:
    """Whether the address contains only a lesson and a step, so that the step's inputs must still be filled in."""
    return set(st.query_params) <= {link.LESSON, link.STEP, link.TEACHER_KEY, *link.CARRIED}


def publish() -> None:
    """Write the current step into the address of whatever page is open."""
    if is_playing():
        name, number = st.session_state[PLAYED]
        link.publish_global(link.LESSON, name)
        link.publish_global(link.STEP, str(number))


def number_of(written: str) -> int:
    """The number of a step in a link; 1 if it is invalid."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 1


def go_to(at: Played) -> None:
    """Open the page of a step with everything filled in: what earlier steps left in the session is forgotten."""
    st.session_state[PLAYED] = (at.name, at.number)
    fixed = {link.FIX: "1"} if at.step.fixed else {}
    link.open_fresh(at.step.page, {**at.step.inputs, **fixed, link.LESSON: at.name, link.STEP: str(at.number)})


def play(lesson: Lesson) -> None:
    """Start a lesson that exists only in this session."""
    st.session_state[OWN_LESSON] = lesson
    go_to(played(OWN, 1))


def leave() -> None:
    """Leave the lesson; the page stays as it is."""
    st.session_state.pop(PLAYED, None)
    for name in (link.LESSON, link.STEP, link.FIX):
        link.publish_global(name, "")


def leave_for(page: str) -> None:
    """Leave the lesson for another page; its answers stay on the worksheet."""
    leave()
    link.open_page(page)
