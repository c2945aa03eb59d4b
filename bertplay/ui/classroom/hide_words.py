"""The words of a class as buttons: a click hides a word on all screens, another click shows it again."""

import streamlit as st

from bertplay.i18n import _
from bertplay.results.classroom import QuestionCounts
from bertplay.ui.classroom.membership import Membership
from bertplay.ui.components.toggle_text import Part, ToggleWords, toggle_text
from bertplay.ui.runtime import get_classrooms

MAX_WORDS = 60


def take_hidden(membership: Membership, question: QuestionCounts, key: str) -> bool:
    """Hide or show what was clicked since the buttons were drawn; returns whether anything was."""
    drawn: tuple[str, ...] = st.session_state.get(f"{key}.words", ())
    if not drawn:
        return False
    wanted = {drawn[index] for index in st.session_state.get(key, ()) if index < len(drawn)}
    clicked = wanted ^ ({one.answer for one in question.hidden} & set(drawn))
    for word in clicked:
        get_classrooms().hide(membership.code, membership.key, question.id, word, is_hidden=word in wanted)
    return bool(clicked)


def draw_words(question: QuestionCounts, key: str) -> None:
    """The words that the class typed, the most frequent first, and those that are hidden; nothing where answers are chosen."""
    shown = [answer.answer for box in question.boxes for answer in box.answers if answer.count]
    hidden = [answer.answer for answer in question.hidden]
    words = tuple(dict.fromkeys([*hidden, *shown]))[:MAX_WORDS]
    st.session_state[f"{key}.words"] = words if not question.choices else ()
    if not words or question.choices:
        return
    st.session_state[key] = tuple(index for index, word in enumerate(words) if word in hidden)
    parts = [part for index, word in enumerate(words) for part in (Part(word, index), Part("  "))]
    said = ToggleWords(_("Words of the class"), on=_("Click to show it again"), off=_("Click to hide it"), pressed=_("hidden"))
    st.caption(_("Click a word to take it off all screens, and again to show it."))
    toggle_text(parts, key, said)
