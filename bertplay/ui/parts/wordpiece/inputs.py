"""What the parts of the WordPiece page ask: texts and choices that live in the link, and the tokenizer they are for."""

from collections.abc import Sequence

import streamlit as st

from bertplay.errors import ModelUnavailable
from bertplay.lessons.wordpiece import TextSample
from bertplay.models.tokenizer_file import MOST_CHARACTERS, TokenizerFile, open_tokenizer
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import choose_one, offer_examples
from bertplay.ui.parts.wordpiece import PARTS
from bertplay.ui.runtime import model_at_hand
from bertplay.wording import english, mark, t

FIRST = "way"


def choose_part() -> str:
    """Which part of the lesson runs; only that one does."""
    return choose_one(mark("What to look at"), state.WORDPIECE_PART, PARTS, FIRST, is_labelled=False)


def tokenizer_at_hand(model: str) -> TokenizerFile:
    """The tokenizer alone, which answers at once; a model of the hub is downloaded first."""
    try:
        return open_tokenizer(model)
    except ModelUnavailable:
        with model_at_hand(model):
            return open_tokenizer(model)


def start_from_link(key: str, first: str, most: int) -> None:
    """A text as the link has it; the first example for a newcomer. Never longer than the box, whatever a link says."""
    text = without_surrogates(st.session_state.get(key, st.query_params.get(key, first)) or "")[:most]
    if st.session_state.get(key) != text:
        st.session_state[key] = text


def line(
    label: str, key: str, first: str, *, most: int = MOST_CHARACTERS, examples: Sequence[TextSample] = (), help_: str | None = None
) -> str:
    """A text on one line, answered while it is typed."""
    start_from_link(key, first, most)
    st.text_input(label, key=key, max_chars=most, live="300ms", persist_state="session", help=help_)
    return finished(key, first, examples)


def paragraphs(
    label: str, key: str, first: str, *, most: int = MOST_CHARACTERS, examples: Sequence[TextSample] = (), height: int = 150
) -> str:
    """A text of several lines."""
    start_from_link(key, first, most)
    st.text_area(label, key=key, max_chars=most, height=height, persist_state="session")
    return finished(key, first, examples)


def finished(key: str, first: str, examples: Sequence[TextSample]) -> str:
    """The examples below a box, and its text in the link."""
    if examples:
        titles = dict(enumerate(example.title for example in examples))
        are_words = all(example.title == example.text for example in examples)
        offer_examples(example_key(key), titles, take_example, args=(key, tuple(examples)), tell=english if are_words else t)
    text = without_surrogates(st.session_state[key] or "")
    if not state.publish(key, text, first):
        st.caption(t("This text is too long to travel in the link of the page."))
    return text


def example_key(key: str) -> str:
    return f"{state.CUT_EXAMPLE}_{key}"


def take_example(key: str, examples: Sequence[TextSample]) -> None:
    """Put an example into the box."""
    chosen = st.session_state[example_key(key)]
    if chosen is not None:
        st.session_state[example_key(key)] = None
        st.session_state[key] = examples[chosen].text
