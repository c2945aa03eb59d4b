"""The teacher's view of a room: its name for the blackboard, every question with its bars, and the table of all counts."""

from urllib.parse import urlencode

import streamlit as st

from bertplay.lessons.links import PAGES
from bertplay.results.rooms import QuestionCounts, RoomCounts
from bertplay.ui import state
from bertplay.ui.browser import room_key
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.room.class_counts import pressed_switch, show_growing
from bertplay.ui.room.visit import Visit, go_to_question
from bertplay.ui.runtime import get_rooms
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import as_told, mark, t

HAS_KEY = mark(
    "With it you are the teacher on another machine, too: keep it to yourself. The address of this page holds no key, for this browser is "
    "the teacher's. To see what pupils see, open their link in a private window."
)
NEEDS_KEY = mark(
    "With it you come back as the teacher, from any machine. Whoever has it is the teacher: keep it to yourself. On this machine it stands "
    "in the address of the page, for without it a reload would make you a pupil."
)
HOW = mark(
    "**How it goes.** Open a page on which one guesses first. It has a panel for the class: “Ask the class this” leads the pupils there, "
    "their answers grow as bars, and “Reveal” shows everybody what the model says."
)
ASKING = ("ten_questions", "masked_word", "next_sentence", "wordpiece", "embeddings", "layers")
"""The pages that ask a class."""
ONLY_PART = {"embeddings": mark("Which layer tells senses apart")}
"""Where not a whole page asks."""


def show_teacher(visit: Visit) -> None:
    """The room from above."""
    show_way_in(visit)
    counts = get_rooms().counts(visit.room)
    if not counts.questions:
        st.markdown(t(HOW))
        for page in ASKING:
            st.page_link(f"pages/{page}.py", label=where(page), icon=":material/arrow_forward:")
        return
    show_one(visit, counts)
    download_table(f"room_{visit.room}", lambda: table(get_rooms().counts(visit.room)), has_figure=False)


def where(page: str) -> str:
    """The title of a page, and its part where only one asks a class."""
    title = t(PAGES[page].title)
    return t("{page}, the part “{part}”", page=title, part=t(ONLY_PART[page])) if page in ONLY_PART else title


def show_way_in(visit: Visit) -> None:
    """What goes onto the blackboard, and what does not."""
    address = (st.context.url or "").split("?")[0]
    with st.container(border=True, gap="small"):
        st.markdown(t("**For the blackboard:** the name of the room is :blue-badge[{room}], and this is the way in:", room=visit.room))
        st.code(f"{address}?{urlencode({state.ROOM: visit.room})}", language=None, wrap_lines=True)
        with st.expander(t("Your own link"), icon=":material/key:"):
            st.code(f"{address}?{urlencode({state.ROOM: visit.room, state.ROOM_KEY: visit.key})}", language=None, wrap_lines=True)
            st.caption(t(HAS_KEY) if visit.key == room_key(visit.room) else t(NEEDS_KEY))


def show_one(visit: Visit, counts: RoomCounts) -> None:
    """The question that was chosen, with its bars and its switch; the one that is asked now, at first."""
    steps = [question.step for question in counts.questions]
    asked = steps.index(counts.asked) if counts.asked in steps else len(steps) - 1
    number = st.pills(
        t("Questions"), range(len(steps)), default=asked, format_func=lambda i: str(i + 1), key=state.ROOM_QUESTION, required=True
    )
    question = counts.questions[min(int(number or 0), len(steps) - 1)]
    with st.container(border=True, gap="small"):
        st.text(plain(as_told(question.title)))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            if question.step == counts.asked:
                st.badge(t("asked now"), icon=":material/campaign:")
            if question.link and st.button(t("Open its page"), icon=":material/open_in_new:", type="tertiary", key="room_question_open"):
                go_to_question(visit, question.step)
            if pressed_switch(is_revealed=question.is_revealed):
                get_rooms().reveal(visit.room, visit.key, question.step, is_revealed=not question.is_revealed)
                st.rerun()
        with explain_errors():
            show_growing(visit, question.step)


def table(counts: RoomCounts) -> bytes:
    """A row for each answer."""
    return as_csv(("question", "step", "answer", "count"), (row for q in counts.questions for row in rows_of(q)))


def rows_of(question: QuestionCounts) -> list[tuple[str, str, str, int]]:
    """The answers of one question."""
    return [(question.title, question.step, answer.answer, answer.count) for answer in question.answers]
