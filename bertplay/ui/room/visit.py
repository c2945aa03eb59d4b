"""Whether this browser is in a room, and as whom. The link says it; the session carries it from page to page."""

from dataclasses import dataclass

import streamlit as st

from bertplay.errors import UnknownRoom
from bertplay.ui import state
from bertplay.ui.browser import room_key
from bertplay.ui.feedback import explain, explain_errors
from bertplay.ui.language import chosen_language
from bertplay.ui.runtime import get_rooms, get_runtime
from bertplay.wording import t

PAGE = "pages/room.py"
SCORES = (state.SCORE, state.NEXT_SCORE)
SHEET = (state.WORKSHEET, state.SHEET_TITLE, state.SHEET_WORDS, state.SHEET_KEPT, state.SHEET_NOTE)
KEPT = (state.LANGUAGE, state.ROOM, state.ROOM_ANSWERS, state.BROWSER, *SCORES, *SHEET)
"""What a pupil keeps on the way to a question; all else begins as the question's link says."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A room, and the teacher's key; pupils have none."""

    room: str
    key: str = ""

    @property
    def is_teacher(self) -> bool:
        return bool(self.key)


def here() -> Visit | None:
    """The room of this browser, or None."""
    visit: Visit | None = st.session_state.get(state.ROOM)
    return visit


def enter_room() -> None:
    """Before every page: follow the link into its room, keep the room in the link, and say in the sidebar where one is."""
    asked = Visit(st.query_params.get(state.ROOM, "").strip().lower()[:100], st.query_params.get(state.ROOM_KEY, "")[:100])
    visit = asked if asked.room else here()
    if visit is None:
        return
    with st.sidebar, explain_errors():
        try:
            join(visit)
        except UnknownRoom as error:
            leave()
            explain(error)
            return
        show_where()


def join(visit: Visit) -> None:
    """Be in this room from now on; a key that is not the room's makes a pupil. UnknownRoom."""
    get_rooms().require(visit.room)
    known = here()
    if known is not None and known.room == visit.room and not visit.key:
        visit = known
    if get_rooms().is_teacher(visit.room, room_key(visit.room)):
        visit = Visit(visit.room, room_key(visit.room))
    elif visit.key and not get_rooms().is_teacher(visit.room, visit.key):
        st.text(t("The key in this link is not that of the room: you are here as a pupil."))
        visit = Visit(visit.room)
    st.session_state[state.ROOM] = visit
    for name, value in link_of(visit).items():
        state.publish(name, value, "")


def link_of(visit: Visit) -> dict[str, str]:
    """What the address says of a visit. The key alone where the browser does not bring it: a class sees the teacher's on the wall."""
    return {state.ROOM: visit.room, state.ROOM_KEY: "" if visit.key == room_key(visit.room) else visit.key}


def leave() -> None:
    """Be in no room, and no answer of one remembered."""
    for key in (state.ROOM, state.ROOM_ANSWERS):
        st.session_state.pop(key, None)
    for name in (state.ROOM, state.ROOM_KEY):
        state.publish(name, "", "")


def show_where() -> None:
    """The room in the sidebar, with the ways to what is asked and out."""
    visit = here()
    if visit is None:
        return
    with st.container(border=True, gap="xsmall"):
        label = t("Room **{room}**, you teach", room=visit.room) if visit.is_teacher else t("Room **{room}**", room=visit.room)
        st.page_link(PAGE, label=label, icon=":material/groups:")
        with st.container(horizontal=True, gap="small"):
            if not visit.is_teacher:
                offer_question(visit)
            st.button(t("Leave"), type="tertiary", key="room_leave", on_click=leave)


def offer_question(visit: Visit) -> None:
    """The way to what is asked.

    Not a fragment: the page that is left would go on looking meanwhile, and a look that comes together with the change
    of the page undoes it.
    """
    if st.button(t("What is asked now"), type="tertiary", key="room_asked"):
        with explain_errors():
            get_runtime().turns.wait()
            go_to_question(visit)


def go_to_question(visit: Visit, step: str = "") -> None:
    """Open a question as its link has it, the one that is asked now without a step; the page of the room when there is none."""
    counts = get_rooms().counts(visit.room)
    question = next((q for q in counts.questions if q.step == (step or counts.asked)), None)
    if question is None:
        st.switch_page(PAGE)
    for key in set(st.session_state) - set(KEPT):
        del st.session_state[key]
    mine = {name: value for name, value in link_of(visit).items() if value} | chosen_language()
    st.switch_page(f"pages/{question.page}.py", query_params=dict(question.link) | mine)


def link_of_pupils(page_url: str | None = None) -> str:
    """The link to this page, as it stands, for everybody in the room: without the key, and in the language of each."""
    from urllib.parse import urlencode

    values = {name: value for name, value in st.query_params.items() if name not in {state.ROOM_KEY, state.LANGUAGE}}
    return f"{page_url or st.context.url or ''}?{urlencode(values, errors='replace')}"
