"""My lesson: the one that is made here, its steps in order and its texts."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from bertplay.codes import written_code
from bertplay.i18n import N_, _
from bertplay.lessons.files import lesson_text
from bertplay.lessons.lesson import MAX_QUESTION, MAX_TEXT, MAX_TITLE, Lesson, Step
from bertplay.lessons.pages import lesson_pages
from bertplay.ui.browser import browser_id
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Lines, Tab, Text, View, draw_again, offer_download, primary_button_type
from bertplay.ui.lesson import draft
from bertplay.ui.lesson.play import play
from bertplay.ui.lesson.shared import offer_link
from bertplay.ui.runtime import get_lessons

DEFAULT_TITLE = N_("My lesson")
TITLE = Text("title", N_("Title"), max_characters=MAX_TITLE, is_in_link=False, is_live=False)
NOTE = Text("note", N_("Note"), max_characters=MAX_TEXT, is_in_link=False, is_live=False)
QUESTION = Lines("question", N_("Question"), max_characters=MAX_QUESTION, is_in_link=False, height=80)
ANSWER = Lines("answer", N_("Answer"), max_characters=MAX_TEXT, is_in_link=False, height=80)
HOW = N_("Open a page, fill it in, and add it in the sidebar: “Add this page to my lesson”. Or change a copy of a ready lesson.")
SHARED_AS = N_("Shared under the code {code}. It stays on this server until nobody has opened it for a year.")
NOT_SHARED = N_("This lesson exists only in this browser tab: share it, or save it as a file, before you close or reload the tab.")
MAX_SHOWN = 60


def draw_inputs(view: View) -> Lesson | None:
    """The title, and every step with its texts; None as long as there is no step."""
    made = draft.steps()
    if not made:
        st.info(_(HOW), icon=":material/playlist_add:")
        return None
    title, note = replace(TITLE, default=_(DEFAULT_TITLE)).draw(view).strip(), NOTE.draw(view).strip()
    for index, step in enumerate(made):
        draw_step(view, index, step, is_last=index == len(made) - 1)
    return Lesson(title=title or _(DEFAULT_TITLE), note=note, steps=draft.steps())


def draw_step(view: View, index: int, step: Step, *, is_last: bool) -> None:
    """One step: where it is, what is filled in, its texts, and three buttons."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.text(where(index, step), width="content")
            with st.container(horizontal=True, width="content", gap="xsmall"):
                draw_button(view, "arrow_upward", _("Earlier"), draft.move, index, -1, is_off=index == 0)
                draw_button(view, "arrow_downward", _("Later"), draft.move, index, 1, is_off=is_last)
                draw_button(view, "delete", _("Remove"), draft.remove, index)
        st.text(plain("; ".join(f"{name}: {value[:MAX_SHOWN]}" for name, value in step.inputs.items()) or _("As the page opens.")))
        question = replace(QUESTION, name=f"question_{index}", default=step.question).draw(view).strip()
        answer = replace(ANSWER, name=f"answer_{index}", default=step.answer).draw(view).strip()
    if (question or step.question, answer) != (step.question, step.answer):
        draft.change(index, question=question or step.question, answer=answer)


def where(index: int, step: Step) -> str:
    """The number of a step and its page: "2. Masked word, without the controls"."""
    place = {"number": index + 1, "page": _(lesson_pages()[step.page].title)}
    return _("{number}. {page}, without the controls", **place) if step.fixed else _("{number}. {page}", **place)


def draw_button(view: View, icon: str, what: str, act: Callable[..., None], index: int, *by: int, is_off: bool = False) -> None:
    """A small button of a step, which acts on it."""
    key = view.key(f"{icon}_{index}")
    st.button("", icon=f":material/{icon}:", key=key, help=what, on_click=act, args=(index, *by), disabled=is_off, type="tertiary")


def show(view: View, lesson: Lesson) -> None:
    """What can be done with the lesson."""
    with st.container(horizontal=True):
        if st.button(_("Play it"), icon=":material/play_arrow:", key=view.key("play"), type=primary_button_type(view)):
            play(lesson)
        offer_sharing(view, lesson)
        key = view.key("save")
        offer_download(_("Save as a file"), lesson_text(lesson), "lesson.toml", key, mime="application/toml", type="secondary")
        st.button(_("Remove all steps"), type="tertiary", key=view.key("clear"), on_click=draft.clear)
    st.caption(_(SHARED_AS if draft.code() else NOT_SHARED, code=written_code(draft.code())))


def offer_sharing(view: View, lesson: Lesson) -> None:
    """A button that shares the lesson; of one that is shared the link, and a button that saves what was changed since."""
    code = draft.code()
    if not code:
        if st.button(_("Share it with students"), icon=":material/share:", key=view.key("share")):
            draft.belong_to(get_lessons().share(lesson, browser_id()))
            draw_again()
        return
    is_changed = next((one.lesson != lesson for one in get_lessons().of_owner(browser_id()) if one.code == code), True)
    if is_changed and st.button(_("Save the changes"), icon=":material/save:", key=view.key("change")):
        get_lessons().change(code, lesson, browser_id())
        draw_again()
    offer_link(view, code)


MY_LESSON = Tab("my_lesson", N_("My lesson"), draw_inputs, show)
