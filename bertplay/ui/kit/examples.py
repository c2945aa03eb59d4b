"""Example values for the inputs of a page, one click each."""

from collections.abc import Callable, Iterable

import streamlit as st

from bertplay.i18n import _
from bertplay.lessons.examples import Example
from bertplay.ui.kit import link
from bertplay.ui.kit.inputs import Text
from bertplay.ui.kit.view import View


def offer_examples(view: View, examples: Iterable[Example], *, show: Callable[[str], str] = _) -> None:
    """Draw the examples in a row, one click each; none if the link fixes the inputs."""
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
    """Draw a text input with its examples; while it is empty, show `hint` (a translatable text) and return None."""
    given = text.draw(view)
    offer_examples(view, examples, show=show)
    if given.strip():
        return given
    st.info(_(hint), icon=":material/edit:")
    return None


def take_example(key: str, offered: list[Example]) -> None:
    """Fill the inputs with the values of the chosen example."""
    chosen = st.session_state[key]
    if chosen is None:
        return
    st.session_state[key] = None
    example = offered[chosen]
    link.fill_inputs({**example.values, **({link.TAB: example.tab} if example.tab else {})})
