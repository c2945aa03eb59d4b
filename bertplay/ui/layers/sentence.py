"""The sentence that three tabs share: typed, or taken from an example."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.lessons.examples import first_example, page_examples
from bertplay.ui.kit.tab import Text, View, offer_examples

SENTENCE = Text("text", N_("Sentence"), is_shared=True, max_characters=20_000)
LAST_TAB = "text_tab"


def opening(tab: str) -> Mapping[str, str]:
    """What a tab opens on."""
    return first_example("layers", tab).values


def draw_examples(view: View, defaults: Mapping[str, str] | None = None) -> None:
    """The examples of the tab; what one does not set gets its default."""
    own = [one for one in page_examples("layers") if one.tab == view.tab]
    offer_examples(view, [replace(one, values={**(defaults or {}), **one.values}) for one in own])


def draw_sentence(view: View, defaults: Mapping[str, str] | None = None) -> str | None:
    """The text box and the examples; None when there is no text."""
    open_on_example(view)
    text = replace(SENTENCE, default=opening(view.tab)["text"]).draw(view)
    draw_examples(view, defaults)
    if not text.strip():
        st.info(_("Type a sentence above, or choose one of the examples."), icon=":material/edit:")
        return None
    return text


def open_on_example(view: View) -> None:
    """If the sentence is unchanged when another tab is opened, that tab's example appears."""
    text, tab = view.key(SENTENCE.name, is_shared=True), view.key(LAST_TAB, is_shared=True)
    before = st.session_state.get(tab, view.tab)
    if before != view.tab and st.session_state.get(text) == opening(before)["text"]:
        st.session_state[text] = opening(view.tab)["text"]
    st.session_state[tab] = view.tab
