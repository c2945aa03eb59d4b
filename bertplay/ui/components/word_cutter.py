"""A word that the reader cuts by clicking between its letters."""

import unicodedata
from typing import Any

import streamlit as st

from bertplay.ui import state
from bertplay.ui.components import files
from bertplay.ui.components.clickable_sentence import shape_of
from bertplay.wording import t

mount = st.components.v2.component(
    "bertplay.word_cutter",
    html='<div class="word" role="group"></div>',
    css=files.style("word_cutter"),
    js=files.script("word_cutter"),
)


def word_cutter(word: str, cuts: tuple[int, ...]) -> None:
    """Show the word with its cuts; what is clicked arrives in `state.CUTS` before the next run."""
    letters = letters_of(word)
    data = {
        "letters": letters,
        "gaps": [t("Cut before letter {number}", number=place) for place in range(1, len(letters) + 1)],
        "cuts": list(cuts),
        "turn": st.session_state.get(state.CUT_TURN, 0),
        "shape": shape_of(word),
    }
    words = {
        "all": t("Gaps between letters where the word can be cut"),
        "join": t("Click to join here"),
        "cut": t("Click to cut here"),
    }
    mount(key=state.CUTTER, data=files.with_words(data, **words), on_chosen_change=take_cuts)


def take_cuts() -> None:
    """Cut as the browser says, unless it speaks of a word that is no longer there."""
    chosen: Any = st.session_state[state.CUTTER].get("chosen") or {}
    if chosen.get("shape") == shape_of(st.session_state.get(state.CUT_SHOWN, "")):
        st.session_state[state.CUTS] = tuple(int(place) for place in chosen["cuts"])
        st.session_state[state.CUT_TURN] = int(chosen["turn"])


def letters_of(word: str) -> list[dict[str, Any]]:
    """The letters with the marks that belong to them: {"text", "end"}, end counted in characters of the word."""
    letters: list[dict[str, Any]] = []
    for end, character in enumerate(word, start=1):
        if letters and unicodedata.category(character).startswith("M"):
            letters[-1] = {"text": letters[-1]["text"] + character, "end": end}
        else:
            letters.append({"text": character, "end": end})
    return letters
