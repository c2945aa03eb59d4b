"""A lesson while it is played: which one, which step, and the way to another step.

The address names both (`lesson=class&step=3`), so a step can be opened again from its link. The session remembers them
for the pages that the reader opens in between.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from bertplay.errors import BadInput
from bertplay.lessons.files import Lesson, Step, read_lesson
from bertplay.lessons.ready import ready_lessons
from bertplay.settings import get_settings
from bertplay.ui import state
from bertplay.wording import later, mark, t

OWN = "own"
"""The lesson that was uploaded, or made here: it is in this session alone."""
SERVER = "server"
"""The lesson that the server was started with."""
NO_LESSON = "none"


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
    def is_last(self) -> bool:
        return self.number == len(self.lesson.steps)


def played_now() -> Played | None:
    """The step at hand; None when no lesson is played."""
    if state.LESSON_PLAYED not in st.session_state:
        return None
    name, number = st.session_state[state.LESSON_PLAYED]
    return played(name, number)


def played(name: str, number: int) -> Played:
    """A step of a lesson; a number beyond the last step is the last."""
    lesson = find_lesson(name)
    return Played(name, min(max(number, 1), len(lesson.steps)), lesson)


def find_lesson(name: str) -> Lesson:
    """A lesson by its name in a link."""
    if name == SERVER and get_settings().lesson != NO_LESSON:
        return server_lesson()
    if name == OWN:
        if state.LESSON_OWN in st.session_state:
            return st.session_state[state.LESSON_OWN]  # type: ignore[no-any-return]  # put there by `keep_own`
        raise BadInput(mark("This lesson was uploaded in another tab."), remedy=mark("Upload its file again, on the page “Lessons”."))
    if name in ready_lessons():
        return told(ready_lessons()[name])
    remedy = later("Ready lessons: {names}.", names=", ".join(ready_lessons()))
    raise BadInput(mark("There is no lesson of this name."), value=name[:100], remedy=remedy)


def told(lesson: Lesson) -> Lesson:
    """A ready lesson in the reader's language. What a teacher wrote is in the teacher's, and is never looked up."""
    steps = tuple(replace(step, question=t(step.question), note=t(step.note), answer=t(step.answer)) for step in lesson.steps)
    return replace(lesson, title=t(lesson.title), note=t(lesson.note), steps=steps)


def server_lesson() -> Lesson:
    """The lesson of the setting: a ready one by its name, or a file, read again when it was changed."""
    written = get_settings().lesson
    if written in ready_lessons():
        return told(ready_lessons()[written])
    file = Path(written)
    try:
        changed = file.stat().st_mtime_ns
    except (OSError, ValueError):
        changed = 0
    return read_again(file, changed)


@st.cache_data(max_entries=4, show_spinner=False)
def read_again(file: Path, changed: int) -> Lesson:
    """A file as it was at some moment."""
    return read_lesson(file)


def follow_link(page: str) -> None:
    """Take up the lesson of the address, or remember the one that is played; go to its step when the address says no more."""
    asked = (st.query_params.get(state.LESSON, ""), number_of(st.query_params.get(state.LESSON_STEP, "")))
    if asked[0] == "" and is_first_visit() and get_settings().lesson != NO_LESSON and is_bare():
        asked = (SERVER, 1)
    if not asked[0]:
        publish()
        return
    if asked == st.session_state.get(state.LESSON_PLAYED):
        return
    at = played(*asked)
    if state.LESSON_PLAYED in st.session_state:
        forget()  # the browser's Back button: the address has what was chosen in that step
    st.session_state[state.LESSON_PLAYED] = (at.name, at.number)
    if is_bare() and (at.step.page != page or at.step.link or at.step.is_fixed):
        go_to(at)
    publish()


def is_first_visit() -> bool:
    """Whether this session opens its first page now: later the server's lesson does not open by itself."""
    first = state.LESSON_STARTED not in st.session_state
    st.session_state[state.LESSON_STARTED] = True
    return first


def is_bare() -> bool:
    """Whether the address names no more than a step: then what the step fills in is still missing."""
    return set(st.query_params) <= {state.LESSON, state.LESSON_STEP, *state.CARRIED}


def publish() -> None:
    """The step at hand in the address of whatever page is open."""
    if state.LESSON_PLAYED in st.session_state:
        name, number = st.session_state[state.LESSON_PLAYED]
        state.publish(state.LESSON, name, "")
        state.publish(state.LESSON_STEP, str(number), "")


def number_of(written: str) -> int:
    """The number of a step in a link; 1 for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 1


def go_to(at: Played) -> None:
    """Open the page of a step with everything filled in: what earlier steps left in the session is forgotten."""
    forget()
    st.session_state[state.LESSON_PLAYED] = (at.name, at.number)
    carried = {name: st.query_params[name] for name in state.CARRIED if name in st.query_params}
    fixed = {state.FIX: "1"} if at.step.is_fixed else {}
    link = {**at.step.link, **fixed, **carried, state.LESSON: at.name, state.LESSON_STEP: str(at.number)}
    st.switch_page(f"pages/{at.step.page}.py", query_params=link)


def forget() -> None:
    """Take what was chosen on the pages out of the session."""
    for key in [key for key in st.session_state if not str(key).startswith(state.KEPT)]:
        del st.session_state[key]


def play(lesson: Lesson) -> None:
    """Begin with a lesson that is in this session alone."""
    st.session_state[state.LESSON_OWN] = lesson
    go_to(played(OWN, 1))


def leave() -> None:
    """Play no lesson any more; the page stays as it is."""
    st.session_state.pop(state.LESSON_PLAYED, None)
    for name in (state.LESSON, state.LESSON_STEP, state.FIX):
        st.query_params.pop(name, None)


def leave_for(page: str) -> None:
    """Leave the lesson for another page; what was asked stays on the worksheet."""
    leave()
    carried = {name: st.query_params[name] for name in state.CARRIED if name in st.query_params}
    st.switch_page(f"pages/{page}.py", query_params=carried)
