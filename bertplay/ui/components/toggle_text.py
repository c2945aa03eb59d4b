"""Text whose parts are buttons: words of a sentence that are masked by a click, gaps between letters where a word is split."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.ui.components import files

MAX_CHARACTERS = 2_000
"""The longest text with buttons; the rest of a longer one has none."""

mount = st.components.v2.component(
    "bertplay.toggle_text", html='<div class="text" role="group"></div>', css=files.style("toggle_text"), js=files.script("toggle_text")
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text; one with an index is a button. label: the accessible name of a button without text."""

    text: str
    index: int | None = None
    label: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class ToggleWords:
    """The texts of the buttons.

    label     the accessible name of the group
    on, off   what a click does to a button that is on, or off
    pressed   shown in place of the text of a button that is on; "": the text itself
    """

    label: str
    on: str
    off: str
    pressed: str = ""


def toggle_text(
    parts: Sequence[Part],
    key: str,
    words: ToggleWords,
    *,
    form: Literal["words", "gaps"] = "words",
    is_large: bool = False,
    is_single: bool = False,
) -> None:
    """Show the text; the indices that are on are a sorted tuple in `st.session_state[key]`, before the next run of the page too.

    is_single   one part is always on: a click on another one turns the first off

    A click is shown at once in the browser; `turn` counts the clicks, so that a page that answers an older one undoes none.
    """
    data = [{"text": cut(part.text), "index": part.index, "label": part.label, "isMarked": part.is_marked} for part in parts]
    shape = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]
    st.session_state[f"{key}.shape"] = shape
    chosen = list(st.session_state[key])
    labels = {"label": words.label, "on": words.on, "off": words.off, "pressed": words.pressed}
    turn = st.session_state.get(f"{key}.turn", 0)
    sent = {"parts": data, "chosen": chosen, "turn": turn, "shape": shape, "form": form, "words": labels}
    sent |= {"isLarge": is_large, "isSingle": is_single}
    mount(key=f"{key}.component", data=sent, on_chosen_change=lambda: take_click(key))


def take_click(key: str) -> None:
    """Take over the selection from the browser, unless it belongs to an older text."""
    clicked: Any = st.session_state[f"{key}.component"].get("chosen") or {}
    if clicked.get("shape") == st.session_state.get(f"{key}.shape"):
        st.session_state[key] = tuple(int(index) for index in clicked["chosen"])
        st.session_state[f"{key}.turn"] = int(clicked["turn"])


def cut(text: str) -> str:
    """The text, truncated to a readable length."""
    clean = without_surrogates(text)
    return clean if len(clean) <= MAX_CHARACTERS else f"{clean[:MAX_CHARACTERS]}…"
