"""Example values for the inputs of a page, one click each."""

from collections.abc import Callable, Iterable

import streamlit as st

from bertplay.i18n import _
from bertplay.lessons.examples import Example
from bertplay.ui.kit import link
from bertplay.ui.kit.inputs import Text
from bertplay.ui.kit.view import View

FEW = 5
"""Examples shown at first: two rows on a phone."""
MORE = -1


def offer_examples(view: View, examples: Iterable[Example], *, show: Callable[[str], str] = _) -> None:
    """Draw the examples in a row, one click each, the first few until the reader asks for more; none if the link fixes the inputs."""
    offered = list(examples)
    if link.is_fixed() or not offered:
        return
    key, all_key = view.key("example"), view.key("all_examples", is_shared=True)
    numbers = range(len(offered))
    is_folded = len(offered) > FEW + 1 and not st.session_state.get(all_key)
    st.pills(
        _("Examples"),
        [*numbers[:FEW], MORE] if is_folded else [*numbers],
        key=key,
        format_func=lambda number: _("More …") if number == MORE else show(offered[number].title),
        on_change=take_example,
        args=(key, all_key, offered),
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


def take_example(key: str, all_key: str, offered: list[Example]) -> None:
    """Fill the inputs with the values of the chosen example, or unfold the rest of the examples on all tabs of the page."""
    chosen = st.session_state[key]
    if chosen is None:
        return
    st.session_state[key] = None
    if chosen == MORE:
        st.session_state[all_key] = True
        return
    example = offered[chosen]
    link.fill_inputs({**example.values, **({link.TAB: example.tab} if example.tab else {})})
