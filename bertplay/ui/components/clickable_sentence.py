"""The sentence whose words are buttons: a click hides a word, another shows it again."""

import hashlib
from typing import Any

import streamlit as st

from bertplay.ui import state
from bertplay.ui.components import files
from bertplay.ui.sentence import words_of
from bertplay.wording import t

MOST_WORDS = 400
"""So many words can be clicked; a longer text goes on without buttons."""
MOST_SHOWN = 2_000
"""Characters shown of the text after the last button, and of one word."""

mount = st.components.v2.component(
    "bertplay.clickable_sentence",
    html='<div class="sentence" role="group"></div>',
    css=files.style("clickable_sentence"),
    js=files.script("clickable_sentence"),
)


def clickable_sentence(text: str, hidden: tuple[int, ...]) -> None:
    """Show the sentence; what is clicked arrives in `state.hidden()` before the next run."""
    turn = st.session_state.get(state.TURN, 0)
    data = {"tokens": tokens_of(text), "hidden": list(hidden), "turn": turn, "shape": shape_of(text)}
    words = {
        "all": t("Words that can be hidden"),
        "show": t("Click to show this word again"),
        "hide": t("Click to hide this word"),
    }
    mount(key=state.CLICKABLE, data=files.with_words(data, **words), on_chosen_change=take_click)


def take_click() -> None:
    """Hide what the browser says, unless it speaks of a sentence that is no longer there."""
    chosen: Any = st.session_state[state.CLICKABLE].get("chosen") or {}
    if chosen.get("shape") == shape_of(st.session_state[state.TEXT]):
        st.session_state[state.HIDDEN] = tuple(int(index) for index in chosen["hidden"])
        st.session_state[state.TURN] = int(chosen["turn"])


def shape_of(text: str) -> str:
    """A short name for the sentence."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def tokens_of(text: str) -> list[dict[str, Any]]:
    """The words and what stands between them: {"text", "word": index or None, "mask"}."""
    tokens: list[dict[str, Any]] = []
    end = 0
    for index, word in enumerate(words_of(text)[:MOST_WORDS]):
        if word.start > end:
            tokens.append({"text": text[end : word.start], "word": None, "mask": False})
        tokens.append({"text": shown(word.text), "word": index, "mask": word.is_mask})
        end = word.end
    if end < len(text):
        tokens.append({"text": shown(text[end:]), "word": None, "mask": False})
    return tokens


def shown(text: str) -> str:
    """The text, cut where nobody would read on."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
