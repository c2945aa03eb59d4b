"""The run, or the experiment of several runs, that the reader watches on a page."""

from dataclasses import dataclass

import streamlit as st

from bertplay.ui.kit import link
from bertplay.ui.kit.inputs import Text

MAX_ID_CHARACTERS = 40


@dataclass(frozen=True, kw_only=True)
class Watched(Text):
    """The id of what is watched; only links and buttons set it.

    It is stored only in the address, not in the session: leaving the page ends watching, and the Back button returns to it.
    """

    label: str = ""
    max_characters: int = MAX_ID_CHARACTERS

    def settle(self, key: str) -> None:
        has_arrived, arrived = link.take(self.name)
        st.session_state[key] = self.clean(arrived if has_arrived else st.query_params.get(self.name, ""))

    def widget(self, key: str) -> None:
        """No widget."""


def watch_instead(name: str = "", id_: str = "") -> None:
    """Watch something else, or nothing, and redraw the whole page: a button in a live view would redraw only that view."""
    link.clear(link.WATCHED)
    if name:
        link.fill_inputs({name: id_})
    st.rerun()
