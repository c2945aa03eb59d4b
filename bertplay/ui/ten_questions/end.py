"""Below the last question: what was seen, and where to go from here."""

import streamlit as st

from bertplay.i18n import N_, _, ngettext
from bertplay.lessons.ten_questions import ten_questions
from bertplay.lessons.tutorials import tutorials
from bertplay.ui.components.doors import Door, Section, doors
from bertplay.ui.kit.tab import View, link

SEEN = "ten_questions.seen"
AFTERWARDS = N_("Your guesses and the answers you added are on your worksheet. Now train something yourself:")


def mark_seen(card: str) -> None:
    """This card was opened in this session."""
    st.session_state.setdefault(SEEN, set()).add(card)


def show_end(view: View) -> None:
    """One sentence a question, ticked when it was opened and one click away in any case; the worksheet; three tutorials."""
    questions, seen = ten_questions(), st.session_state.get(SEEN, set())
    left = sum(question.id not in seen for question in questions)
    said = ngettext("{n} question is still unopened.", "{n} questions are still unopened.", left) if left else _("You have opened all ten.")
    lines = [Door(view.page, f"{'✓' if one.id in seen else '○'} {n}. {_(one.seen)}", tab=one.id) for n, one in enumerate(questions, 1)]
    title = _("What you have seen")
    if opened := doors([Section(title, said, lines)], key=view.key("seen"), label=title):
        link.open_page(opened.page, {link.TAB: opened.tab})
    st.markdown(_(AFTERWARDS))
    if st.button(_("Open the worksheet"), icon=":material/assignment:", key=view.key("worksheet")):
        link.open_page("worksheet")
    show_tutorials(view)


def show_tutorials(view: View) -> None:
    """Three trainings side by side, each one click from the fine-tuning page with everything set."""
    for place, tutorial in zip(st.columns(len(tutorials()), gap="small"), tutorials(), strict=True):
        with place, st.container(border=True, height="stretch", gap="small"):
            st.markdown(f"**{_(tutorial.title)}**")
            st.markdown(_(tutorial.text))
            st.space("stretch")
            if st.button(_("Set it up"), icon=":material/model_training:", width="stretch", key=view.key(f"tutorial_{tutorial.id}")):
                link.open_page("fine_tuning", tutorial.link)
