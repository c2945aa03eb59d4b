"""The sentence of the masked-word page: typed, taken from an example, its words clicked."""

import streamlit as st

from bertplay.lessons.examples import masked_word_examples
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.components.clickable_sentence import clickable_sentence
from bertplay.ui.controls import MOST_CHARACTERS, choose_one, offer_examples
from bertplay.ui.parts.masked_word import PARTS
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.guess_first import is_waiting
from bertplay.ui.room.visit import here
from bertplay.ui.sentence import carry_hidden, words_of
from bertplay.wording import mark, t

GUESS_FIRST_HELP = mark("Hides the model's answer, and the text box with the hidden word in it, until you have typed a guess of your own.")
FIRST = masked_word_examples()[0]


def ask(model: str) -> Asked:
    """Draw the text box, the examples, the clickable sentence and the switch; what they say together."""
    start_from_link()
    box = st.container()
    with st.container(border=True, gap="xsmall"):
        sentence = st.container()
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(t("Click a word to hide it, again to show it; or type [MASK]."), width="content")
            if here() is None:
                st.toggle(t("I guess first"), key=state.GUESS_FIRST, bind="query-params", persist_state="session", help=t(GUESS_FIRST_HELP))
    asked = Asked(model, st.session_state[state.TEXT] or "", st.session_state[state.HIDDEN])
    visit = here()
    st.session_state[state.TEXT_AWAY] = False
    if not (asked.hidden and is_waiting(asked)):
        with box:
            asked = ask_text(model)
    elif visit is not None and visit.is_teacher:
        # A class sees the teacher's page on the wall: what is hidden stays so until somebody wants to change it.
        with box, st.expander(t("Change the sentence"), icon=":material/edit:"):
            asked = ask_text(model)
    else:
        st.session_state[state.TEXT_AWAY], st.session_state[state.SHOWN_TEXT] = visit is not None, asked.text
    with sentence:
        if asked.text.strip():
            clickable_sentence(asked.text, asked.hidden)
    write_link(asked)
    return asked


def ask_text(model: str) -> Asked:
    """The text box and the examples."""
    st.text_input(
        t("Your sentence"), key=state.TEXT, max_chars=MOST_CHARACTERS, live="300ms", on_change=follow_edit, persist_state="session"
    )
    offer_examples(state.EXAMPLE, dict(enumerate(example.title for example in masked_word_examples())), take_example)
    text = without_surrogates(st.session_state[state.TEXT] or "")
    words = words_of(text)
    hidden = tuple(i for i in st.session_state[state.HIDDEN] if i < len(words) and not words[i].is_mask)
    st.session_state[state.HIDDEN], st.session_state[state.SHOWN_TEXT] = hidden, text
    return Asked(model, text, hidden)


def start_from_link() -> None:
    """The sentence and its hidden words as the link has them; the first example for a newcomer."""
    text = without_surrogates(st.session_state.get(state.TEXT, st.query_params.get(state.TEXT, FIRST.text)) or "")[:MOST_CHARACTERS]
    is_away = st.session_state.get(state.TEXT_AWAY)
    if is_away:  # a browser that is behind may still send what stood in the box at the question before
        text = st.session_state[state.SHOWN_TEXT]
    if is_away or st.session_state.get(state.TEXT) != text:
        st.session_state[state.TEXT] = text
    if state.HIDDEN not in st.session_state:
        start = FIRST.hide if st.session_state[state.TEXT] == FIRST.text else ()
        link = st.query_params.get(state.HIDDEN)
        st.session_state[state.HIDDEN] = start if link is None else state.indices(link)


def write_link(asked: Asked) -> None:
    """Everything the page shows is in its link, unless the text is too long for one."""
    fits = state.publish(state.TEXT, asked.text, FIRST.text)
    state.publish(state.HIDDEN, state.written(asked.hidden), state.written(FIRST.hide if asked.text == FIRST.text else ()))
    if not fits:
        st.caption(t("This text is too long to travel in the link of the page."))


def follow_edit() -> None:
    """Keep hidden what an edit left unchanged."""
    if st.session_state.get(state.TEXT_AWAY):
        return
    old, new = st.session_state.get(state.SHOWN_TEXT, ""), without_surrogates(st.session_state[state.TEXT] or "")
    st.session_state[state.HIDDEN] = carry_hidden(old, new, st.session_state[state.HIDDEN])


def take_example() -> None:
    """Show an example in the part that it was written for."""
    chosen = st.session_state[state.EXAMPLE]
    if chosen is None:
        return
    example = masked_word_examples()[chosen]
    st.session_state[state.EXAMPLE] = None
    st.session_state[state.TEXT], st.session_state[state.HIDDEN] = example.text, example.hide
    st.session_state[state.PART] = example.part
    for key, value in ((state.NAMED, example.words), (state.SECOND, example.second)):
        if value:
            st.session_state[key] = value


def choose_part() -> str:
    """Which part of the lesson runs; only that one does."""
    return choose_one(mark("What to look at"), state.PART, PARTS, FIRST.part, is_labelled=False)
