"""The teacher's view of a class: the card for the wall, every question with its bars, where to ask, and all counts as a table."""

from urllib.parse import urlencode

import streamlit as st

from bertplay.classroom.question import place_text
from bertplay.codes import written_code
from bertplay.i18n import N_, _, joined, localized
from bertplay.lessons.pages import lesson_pages
from bertplay.results.classroom import ClassroomCounts, QuestionCounts
from bertplay.summaries.base import Cell, Column, Table
from bertplay.ui.browser import teacher_key
from bertplay.ui.classroom.join_address import join_address, show_remark
from bertplay.ui.classroom.membership import Membership, go_to_question
from bertplay.ui.classroom.teacher_panel import draw_reveal, show_live_answers
from bertplay.ui.components.class_card import class_card
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.kit.tab import View, link, offer_download
from bertplay.ui.runtime import get_classrooms

BROWSER_HAS_KEY = N_(
    "With this link you are the teacher on another machine, too. Keep it to yourself. The address of this page does not contain the key, "
    "because the server recognizes this browser as the teacher's."
)
LINK_NEEDS_KEY = N_(
    "With this link you are the teacher again, on any machine. Anyone who has it can act as the teacher: keep it to yourself. On this "
    "machine the key is in the address of the page, because otherwise you would no longer be the teacher after a reload."
)
INTRODUCTION = N_(
    "**Ask a question.** Each of these tabs has a panel for the class: “Ask the class” puts the question on every student's screen, "
    "and “Reveal the model's answer” shows there what the class and the model answered."
)
WHERE_TO_ASK: dict[str, dict[str, str]] = {
    "masked_word": {"predictions": N_("Predictions")},
    "next_sentence": {"two_sentences": N_("Two sentences"), "candidates": N_("Candidates"), "test": N_("Test on a text")},
    "wordpiece": {"one_word": N_("One word")},
    "embeddings": {"senses": N_("Which layer separates senses")},
    "layers": {
        "layer_by_layer": N_("Layer by layer"),
        "attention": N_("Attention"),
        "ablations": N_("Ablations"),
        "word_order": N_("Word order"),
        "parameters": N_("Parameters"),
    },
    "rnn": {"race": N_("Race")},
    "pretraining": {"masking_game": N_("Masking game")},
    "ten_questions": {},
}
"""Pages on which one guesses first -> the tabs that ask, with their titles; none where all do."""


def show_teacher(view: View, membership: Membership) -> None:
    """Show the class code, the questions, and where to find more."""
    show_card(view, membership)
    counts = get_classrooms().counts(membership.code)
    if counts.questions:
        show_question(view, membership, counts)
        name = f"class_{membership.code}.csv"
        offer_download(
            _("Table (CSV)"), lambda: table_of(get_classrooms().counts(membership.code)).to_csv(), name, view.key("csv"), mime="text/csv"
        )
    show_where_to_ask(is_open=not counts.questions)


def show_card(view: View, membership: Membership) -> None:
    """The class card with a remark about its address, and the teacher's own link in a closed expander."""
    joining = join_address(membership.code)
    show_remark(joining)
    class_card(written_code(membership.code), joining.address, view.key("card"))
    with st.expander(_("Your own link, and that for students"), icon=":material/key:"):
        st.code(joining.address, language=None, wrap_lines=True)
        own = urlencode({link.CLASS: membership.code, link.TEACHER_KEY: membership.key})
        st.code(f"{(st.context.url or '').split('?')[0]}?{own}", language=None, wrap_lines=True)
        st.caption(_(BROWSER_HAS_KEY) if membership.key == teacher_key(membership.code) else _(LINK_NEEDS_KEY))


def show_where_to_ask(*, is_open: bool) -> None:
    """Links to the tabs with a question."""
    with st.expander(_("More questions to ask"), icon=":material/campaign:", expanded=is_open):
        st.markdown(_(INTRODUCTION))
        for page, tabs in WHERE_TO_ASK.items():
            title = _(lesson_pages()[page].title)
            for tab, name in tabs.items() or [("", "")]:
                label = _("{page}, tab “{tab}”", page=title, tab=_(name)) if tab else title
                query = {link.TAB: tab} if tab else {}
                st.page_link(f"pages/{page}.py", label=label, icon=":material/arrow_forward:", query_params=query)


def show_question(view: View, membership: Membership, counts: ClassroomCounts) -> None:
    """The selected question, at first the current one, with its bars and a button to reveal."""
    ids = [question.id for question in counts.questions]
    asked = ids.index(counts.asked) if counts.asked in ids else len(ids) - 1
    number = st.pills(
        _("Questions"), range(len(ids)), default=asked, format_func=lambda i: str(i + 1), key=view.key("question"), required=True
    )
    question = counts.questions[min(int(number or 0), len(ids) - 1)]
    with st.container(border=True, gap="small"):
        st.text(plain(localized(about(question))))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            if question.id == counts.asked:
                st.badge(_("current question"), icon=":material/campaign:")
            if question.link and st.button(_("Open its page"), icon=":material/open_in_new:", type="tertiary", key="class_question_open"):
                go_to_question(membership, question.id)
            draw_reveal(membership, question.id, is_revealed=question.is_revealed, is_in_words=question.is_in_words)
        with explain_errors():
            show_live_answers(membership, question.id)


def about(question: QuestionCounts) -> str:
    """The step of the lesson, the question, and what it is about."""
    place = question.lesson
    step = (place_text(place), "" if question.is_in_words else place.question) if place else ()
    return joined([text for text in (*step, question.prompt, question.title) if text], "\n")


def table_of(counts: ClassroomCounts) -> Table:
    """A row for each answer in each box of each question, one for a box without any; hidden ones too, with "yes" in the last column."""
    rows: list[tuple[Cell, ...]] = []
    for number, question in enumerate(counts.questions, start=1):
        about_it = (number, place_text(question.lesson) if question.lesson else "", question.prompt, question.title)
        for box in question.boxes:
            answers: list[tuple[Cell, ...]] = [(one.title, one.count, one.share, "") for one in box.answers]
            rows += [(*about_it, box.label, *answer) for answer in answers or [("", 0, None, "")]]
        rows += [(*about_it, "", one.title, one.count, None, _("yes")) for one in question.hidden]
    columns = (
        Column(N_("number"), "count"),
        Column(N_("step of a lesson")),
        Column(N_("question")),
        Column(N_("about")),
        Column(N_("box")),
        Column(N_("answer")),
        Column(N_("count"), "count"),
        Column(N_("model"), "share"),
        Column(N_("hidden")),
    )
    return Table(columns, tuple(rows))
