"""What stands above every part of the layers' page: the choice of a part, the examples, the sentence."""

import streamlit as st

from bertplay.lessons.layers import layers_examples
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import MOST_CHARACTERS, choose_one, offer_examples
from bertplay.ui.parts.layers import NEED_A_TEXT, PARTS
from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.room.visit import here
from bertplay.wording import mark, t

FIRST = layers_examples()[0]
GUESS_FIRST_HELP = mark("Asks what you expect before it shows what the model does.")


def choose_part() -> str:
    """Which part of the lesson runs; only that one does. Beside it the switch that lets the reader guess first."""
    return choose_one(mark("What to look at"), state.INSIDE_PART, PARTS, FIRST.part, is_labelled=False)


def ask(model: str, part: str) -> Asked:
    """The sentence, where the part needs one, and the examples of the part."""
    if part not in NEED_A_TEXT:
        show_examples(part)
        return Asked(model, "")
    start_from_link()
    st.text_input(t("Your sentence"), key=state.INSIDE_TEXT, max_chars=MOST_CHARACTERS, live="300ms", persist_state="session")
    show_examples(part)
    text = without_surrogates(st.session_state[state.INSIDE_TEXT] or "")
    if not state.publish(state.INSIDE_TEXT, text, FIRST.text):
        st.caption(t("This text is too long to travel in the link of the page."))
    return Asked(model, text)


def start_from_link() -> None:
    """The sentence as the link has it; the first example for a newcomer."""
    linked = st.query_params.get(state.INSIDE_TEXT, FIRST.text)
    text = without_surrogates(st.session_state.get(state.INSIDE_TEXT, linked) or "")[:MOST_CHARACTERS]
    if st.session_state.get(state.INSIDE_TEXT) != text:
        st.session_state[state.INSIDE_TEXT] = text


def show_examples(part: str) -> None:
    """The examples of one part, and the switch."""
    examples = layers_examples()
    own = [index for index, example in enumerate(examples) if example.part == part]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if own:
            offer_examples(state.INSIDE_EXAMPLE, {index: examples[index].title for index in own}, take_example, width="content")
        if here() is None:
            st.toggle(t("I guess first"), key=state.GUESS_FIRST, bind="query-params", persist_state="session", help=t(GUESS_FIRST_HELP))


def take_example() -> None:
    """Set everything that an example says, and what it does not say to its first value."""
    chosen = st.session_state[state.INSIDE_EXAMPLE]
    if chosen is None:
        return
    example = layers_examples()[chosen]
    st.session_state[state.INSIDE_EXAMPLE] = None
    values: dict[str, object] = {
        state.INSIDE_TEXT: example.text,
        state.PLACE: str(example.piece) if example.piece >= 0 else "",
        state.HEAD: example.head,
        state.LOOKER: "",
        state.NO_POSITIONS: example.no_positions,
        state.LOOKS: example.looks,
        state.SILENT_LAYER: str(example.silent_layer),
        state.SILENT_HEAD: str(example.silent_head),
        state.RANDOM_WEIGHTS: example.random_weights,
        state.SHUFFLE: "0",
        state.ORDER_FIRST: example.first,
        state.ORDER_SECOND: example.second,
    }
    st.session_state.update({key: value for key, value in values.items() if not (key in TEXTS and value == "")})


TEXTS = frozenset({state.INSIDE_TEXT, state.ORDER_FIRST, state.ORDER_SECOND})
"""An example without a sentence leaves the reader's own."""
