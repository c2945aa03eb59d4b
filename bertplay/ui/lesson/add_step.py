"""In the sidebar of every page: a question about the page as it is makes it a step of a lesson, or is asked by the link alone."""

import streamlit as st

from bertplay.errors import BadInput
from bertplay.i18n import N_, _, ngettext
from bertplay.lessons.files import checked_step
from bertplay.lessons.lesson import MAX_QUESTION, MAX_TEXT
from bertplay.lessons.pages import inputs_in, lesson_pages
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit.tab import Lines, Toggle, View, link
from bertplay.ui.lesson import draft
from bertplay.ui.lesson.play import is_playing

QUESTION = Lines("question", N_("Your question"), max_characters=MAX_QUESTION, is_in_link=False, height=80)
ANSWER = Lines("answer", N_("Your answer, to compare with"), max_characters=MAX_TEXT, is_in_link=False, height=80)
WITHOUT = Toggle(
    "fixed", N_("Without the controls"), help=N_("Hides the navigation, the model, the tabs and the examples."), is_in_link=False
)
VIEW = View("lesson", "step")


def offer_step(page: str) -> None:
    """Below all else; not while a lesson is played."""
    if page not in lesson_pages() or link.is_fixed() or is_playing():
        return
    with st.sidebar.expander(_("Add this page to my lesson"), icon=":material/playlist_add:"):
        st.caption(_("For teachers: the page as it is now, with everything filled in, and your question."))
        question, answer, is_fixed = QUESTION.draw(VIEW).strip(), ANSWER.draw(VIEW).strip(), WITHOUT.draw(VIEW)
        number = len(draft.steps()) + 1
        if st.button(_("Add as step {number}", number=number), icon=":material/add:", key=VIEW.key("add"), width="stretch"):
            with explain_errors():
                add_step(page, question, answer, is_fixed=is_fixed)
        if st.button(
            _("Make a link instead of a step"),
            key=VIEW.key("ask"),
            type="tertiary",
            help=_("The address of this page then asks your question."),
        ):
            with explain_errors():
                ask_by_link(question, is_fixed=is_fixed)
        if steps := len(draft.steps()):
            label = ngettext("My lesson: {n} step", "My lesson: {n} steps", steps)
            st.page_link("pages/lesson.py", label=label, icon=":material/list:", query_params={link.TAB: "my_lesson"})


def add_step(page: str, question: str, answer: str, *, is_fixed: bool) -> None:
    """The page with what its address says becomes the last step."""
    inputs = inputs_in(page, st.query_params.to_dict())
    values = {"page": page, "inputs": inputs, "question": asked(question), "answer": answer, "fixed": is_fixed}
    draft.add(checked_step(values))
    for text in (QUESTION, ANSWER):
        del st.session_state[VIEW.key(text.name)]
    st.rerun()


def ask_by_link(question: str, *, is_fixed: bool) -> None:
    """Put the question into the address: the link opens the page as it is, with the question above."""
    link.publish_global(link.ASK, asked(question))
    link.publish_global(link.FIX, "1" if is_fixed else "")
    st.rerun()


def asked(question: str) -> str:
    """The question; BadInput when there is none."""
    if question:
        return question
    raise BadInput(N_("There is no question yet."), remedy=N_("Write what the class should find out here."))
