"""The map of a word: points that travel from layer to layer, that can be pointed at, drawn around, and turned in three dimensions.

The mouse is not needed: arrow keys go from point to point, and what is done on the map and what is chosen beside it are one.

A plotly figure is mounted anew with every change of its data: no point would be seen to move, and a figure in three
dimensions would forget from where it is looked at.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from bertplay.results import Floats
from bertplay.results.embeddings import WORD_ALONE, WordMap
from bertplay.ui import state
from bertplay.ui.components import files
from bertplay.wording import t

MOST_CATEGORIES = 5
"""Colours of the theme that are no text; what is more shares the last."""
AROUND = 110
"""Characters of a sentence shown before and after the word."""

mount = st.components.v2.component(
    "bertplay.word_map",
    html=(
        '<div class="map"><div class="legend"></div><div class="field" tabindex="0"><canvas></canvas></div>'
        '<div class="tip" role="status"></div></div>'
    ),
    css=files.style("word_map", with_picture=True),
    js=files.script("word_map", with_picture=True),
)


@dataclass(frozen=True, slots=True)
class Looked:
    """How a map is looked at, and what is told when that changes on the map itself.

    lit    occurrences drawn alone, the others faded; none: all alike
    view   degrees to the side and upwards, from which three dimensions are seen
    act    the last act on the map that this answers
    """

    places: str
    lit: tuple[int, ...]
    view: tuple[int, int]
    act: int
    on_lit: Callable[[], None]
    on_turned: Callable[[], None]


def word_map(found: WordMap, step: int, categories: tuple[str, ...], members: tuple[int, ...], looked: Looked) -> None:
    """Show a map at one step of the model, each occurrence coloured as a member of a category."""
    points = scaled(found)
    data = {
        "shape": hashlib.sha256(points.tobytes() + "\n".join(found.sentences).encode("utf-8", "replace")).hexdigest()[:16],
        "points": base64.b64encode(points.tobytes()).decode("ascii"),
        "dimensions": points.shape[2],
        "step": found.steps.index(step),
        "texts": [around(found, i) for i in range(len(found.occurrences))],
        "categories": list(categories),
        "members": list(members),
        "label": t("A map of the word in {n} places; the table below has them all.", n=len(found.occurrences)),
        "places": looked.places,
        "chosen": list(looked.lit),
        "view": list(looked.view),
        "act": looked.act,
    }
    words = {
        "one_point": t("{n:,} places, one point", n=len(found.occurrences)),
        "keys": t("The points of the map: arrow keys go from one to the next, Enter highlights one, Escape none."),
    }
    mount(
        key=state.WORD_MAP,
        data=files.with_words(data, **words),
        on_chosen_change=looked.on_lit,
        on_turned_change=looked.on_turned,
    )


def told(name: str) -> dict[str, Any]:
    """What the browser last said under a name; empty before."""
    sent: Any = st.session_state[state.WORD_MAP].get(name)
    return dict(sent or {})


def scaled(found: WordMap) -> Floats:
    """The points of every step within -1 and 1, the longest way from the middle being 1: float32 little-endian."""
    middle = found.points - (found.points.max(axis=1, keepdims=True) + found.points.min(axis=1, keepdims=True)) / 2
    longest = np.abs(middle).max(axis=(1, 2), keepdims=True)
    within: Floats = (middle / np.where(longest > 0, longest, 1)).astype("<f4")
    return within


def around(found: WordMap, index: int) -> list[str]:
    """What stands before the word, the word, what stands after it, and its label."""
    one = found.occurrences[index]
    text = found.sentences[one.sentence]
    before, after = text[: one.start], text[one.end :]
    return [
        before if len(before) <= AROUND else f"…{before[-AROUND:]}",
        text[one.start : one.end],
        after if len(after) <= AROUND else f"{after[:AROUND]}…",
        one.label,
    ]


def is_one_point(found: WordMap, step: int) -> bool:
    """Whether all occurrences are the same vector there."""
    return not found.points[found.steps.index(step)].any()


def title_of(step: int, last: int) -> str:
    """How a step is called: "the word alone", "0: embeddings", "1", …"""
    if step == WORD_ALONE:
        return t("the word alone")
    return t("0 (embeddings)") if step == 0 else t("{step} (last)", step=step) if step == last else str(step)
