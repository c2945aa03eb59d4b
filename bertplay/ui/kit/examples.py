"""Values for the inputs of a page that show something, one click each."""

from collections.abc import Callable, Iterable

import streamlit as st

from bertplay.i18n import _
from bertplay.lessons.examples import Example
from bertplay.ui.kit import link
from bertplay.ui.kit.inputs import Text
from bertplay.ui.kit.view import View


def offer_examples(view: View, examples: Iterable[Example], *, show: Callable[[str], str] = _) -> None:
    """Examples in a row, one click each; none where a link fixes what is asked."""
    offered = list(examples)
    if link.is_fixed() or not offered:
        return
    key = view.key("example")
    st.pills(
        _("Examples"),
        range(len(offered)),
        key=key,
        format_func=lambda number: show(offered[number].title),
        on_change=take_example,
        args=(key, offered),
        label_visibility="collapsed",
    )


def draw_text(view: View, text: Text, examples: Iterable[Example], hint: str, *, show: Callable[[str], str] = _) -> str | None:
    """A text with its examples; as long as it is empty `hint`, a text of the catalogue, and None."""
    given = text.draw(view)
    offer_examples(view, examples, show=show)
    if given.strip():
        return given
    st.info(_(hint), icon=":material/edit:")
    return None


def take_example(key: str, offered: list[Example]) -> None:
    """Let the values of the chosen example arrive at their inputs."""
    chosen = st.session_state[key]
    if chosen is None:
        return
    st.session_state[key] = None
    example = offered[chosen]
    link.give({**example.values, **({link.TAB: example.tab} if example.tab else {})})
