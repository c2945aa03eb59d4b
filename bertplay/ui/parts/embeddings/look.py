"""How a reader looks at the map: what is highlighted, and from where three dimensions are seen. By controls, or on the map itself."""

import hashlib
from collections.abc import Collection, Sequence

import streamlit as st

from bertplay.results.embeddings import WordMap
from bertplay.ui import state
from bertplay.ui.components.word_map import Looked, around, told
from bertplay.wording import t

TURN, TILT = 35, 20
STEP = 5
"""Degrees; the map has the same step."""


def looked_at(found: WordMap) -> Looked:
    """What the session or the link says of it, before the controls below the map are drawn."""
    view = (angle(state.MAP_TURN, TURN, 180), angle(state.MAP_TILT, TILT, 90))
    lit = lit_places(found)
    act = int(st.session_state.get(state.MAP_ACT, 0))
    return Looked(st.session_state[state.MAP_PLACES], lit, view, act, on_lit=take_lit, on_turned=take_view)


def angle(key: str, first: int, most: int) -> int:
    """Degrees from -most to most, as the session has them, or the link."""
    if key not in st.session_state:
        link = st.query_params.get(key, "")
        digits = link.removeprefix("-")
        asked = int(link) if digits.isascii() and digits.isdigit() and len(digits) < 4 else first
        st.session_state[key] = asked if -most <= asked <= most else first
    return int(st.session_state[key])


def lit_places(found: WordMap) -> tuple[int, ...]:
    """The places to highlight, as the session has them, or the link; of other sentences than before none."""
    places = places_of(found)
    known = st.session_state.get(state.MAP_PLACES)
    asked = state.indices(st.query_params.get(state.MAP_LIT, "")) if known is None else st.session_state[state.MAP_LIT]
    lit = tuple(i for i in asked if i < len(found.occurrences)) if known in {None, places} else ()
    st.session_state[state.MAP_PLACES], st.session_state[state.MAP_LIT] = places, lit
    return lit


def choose_look(found: WordMap, looked: Looked, categories: Sequence[str], members: Sequence[int]) -> None:
    """The controls below the map: two angles in three dimensions, and a list of all places, whole categories before them."""
    has_depth = found.points.shape[2] == 3
    if has_depth:
        with st.container(horizontal=True, gap="medium"):
            st.slider(t("Turned by"), -180, 180, step=STEP, format="%d°", key=state.MAP_TURN, persist_state="session")
            st.slider(t("Tilted by"), -90, 90, step=STEP, format="%d°", key=state.MAP_TILT, persist_state="session")
    names = category_names(categories, members) | place_names(found, looked.lit)
    # Not a multiselect, which would write what is chosen in white on the light colour of the night.
    st.selectbox(
        t("Highlight on the map"),
        list(names),
        index=None,
        key=state.MAP_LIST,
        format_func=lambda choice: names.get(choice, ""),
        filter_mode="contains",
        placeholder=t("Type a sense or a word of a sentence"),
        on_change=take_choice,
        args=(tuple(members),),
    )
    for key, degrees, first in zip((state.MAP_TURN, state.MAP_TILT), looked.view, (TURN, TILT), strict=True):
        state.publish(key, str(degrees if has_depth else first), str(first))
    state.publish(state.MAP_LIT, ".".join(map(str, looked.lit)), "")


def category_names(categories: Sequence[str], members: Sequence[int]) -> dict[int, str]:
    """What the list calls whole categories, by numbers below zero: {-1: "river: all 12"}."""
    return {-1 - number: t("{name}: all {n:,}", name=name, n=members.count(number)) for number, name in enumerate(categories)}


def place_names(found: WordMap, lit: Collection[int]) -> dict[int, str]:
    """What the list calls each place, with its number, which tells equal sentences apart: {2: "✓ 3. river: We sat on the bank."}"""
    names = {}
    for i in range(len(found.occurrences)):
        before, word, after, label = around(found, i)
        names[i] = f"{'✓ ' if i in lit else ''}{i + 1}. {label}{': ' if label else ''}{before}{word}{after}"
    return names


def take_choice(members: tuple[int, ...]) -> None:
    """A category of the list is highlighted alone; a place in addition, or no more."""
    choice = st.session_state[state.MAP_LIST]
    st.session_state[state.MAP_LIST] = None
    if choice is None:
        return
    whole = {i for i, member in enumerate(members) if member == -1 - choice}
    lit = whole if choice < 0 else set(st.session_state[state.MAP_LIT]) ^ {choice}
    st.session_state[state.MAP_LIT] = tuple(sorted(lit))


def highlight_none() -> None:
    """All places alike again."""
    st.session_state[state.MAP_LIT] = ()


def places_of(found: WordMap) -> str:
    """A short name for the sentences and the places in them, whatever the model and the way of drawing."""
    written = "\n".join([*found.sentences, *(f"{one.sentence} {one.start}" for one in found.occurrences)])
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]


def take_lit() -> None:
    """Highlight what was chosen on the map, unless the map was one of other sentences."""
    sent = told("chosen")
    if sent.get("places") == st.session_state.get(state.MAP_PLACES):
        st.session_state[state.MAP_LIT] = tuple(sorted({i for i in map(int, sent["points"]) if i >= 0}))
        st.session_state[state.MAP_ACT] = int(sent["act"])


def take_view() -> None:
    """Set the angles to where the map was turned."""
    sent = told("turned")
    if not sent:
        return
    turn, tilt = map(int, sent["view"])
    st.session_state[state.MAP_TURN] = min(max(turn, -180), 180)
    st.session_state[state.MAP_TILT] = min(max(tilt, -90), 90)
    st.session_state[state.MAP_ACT] = int(sent["act"])
