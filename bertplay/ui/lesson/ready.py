"""Ready lessons: the one of this server, and those that come with bertplay."""

from collections.abc import Callable

import streamlit as st

from bertplay.i18n import N_, _, ngettext
from bertplay.lessons.lesson import Lesson
from bertplay.lessons.ready import ready_lessons
from bertplay.settings import get_settings
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Tab, View, link, primary_button_type
from bertplay.ui.lesson.draft import take
from bertplay.ui.lesson.play import NO_LESSON, SERVER, go_to, localized_lesson, played, server_lesson


def draw_inputs(_view: View) -> dict[str, Lesson]:
    """No inputs: name -> lesson, the server's lesson first."""
    own = {SERVER: server_lesson()} if get_settings().lesson not in {NO_LESSON, *ready_lessons()} else {}
    return own | {name: localized_lesson(lesson) for name, lesson in ready_lessons().items()}


def show(view: View, lessons: dict[str, Lesson]) -> None:
    """A card for each."""
    for number, (name, lesson) in enumerate(lessons.items()):
        show_card(view, name, lesson, is_first=number == 0)


def show_card(
    view: View, name: str, lesson: Lesson, *, is_first: bool = True, actions: Callable[[View, str, Lesson], None] | None = None
) -> None:
    """One lesson, and what can be done with it: played, and what `actions` draws beside that; by default a copy is changed."""
    with st.container(border=True, gap="xsmall"):
        st.text(plain(ngettext("{lesson} ({n} step)", "{lesson} ({n} steps)", len(lesson.steps), lesson=lesson.title)))
        if lesson.note:
            st.text(plain(lesson.note))
        with st.container(horizontal=True):
            kind = primary_button_type(view) if is_first else "secondary"
            if st.button(_("Play"), icon=":material/play_arrow:", type=kind, key=view.key(f"play_{name}")):
                go_to(played(name, 1))
            (actions or offer_copy)(view, name, lesson)


def offer_copy(view: View, name: str, lesson: Lesson) -> None:
    """A button that makes a copy of it the draft."""
    st.button(_("Change a copy"), key=view.key(f"copy_{name}"), type="tertiary", on_click=edit, args=(lesson,))


def edit(lesson: Lesson, code: str = "") -> None:
    """Take the lesson as the draft, and open its tab. code: of the shared lesson itself; a copy belongs to none."""
    take(lesson, code)
    link.fill_inputs({link.TAB: "my_lesson"})


READY = Tab("ready", N_("Ready lessons"), draw_inputs, show)
