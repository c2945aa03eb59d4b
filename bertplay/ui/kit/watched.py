"""What a page watches: a training, or several that were started together."""

from dataclasses import dataclass

import streamlit as st

from bertplay.ui.kit import link
from bertplay.ui.kit.inputs import Text

MAX_ID_CHARACTERS = 40


@dataclass(frozen=True, kw_only=True)
class Watched(Text):
    """The id of what is watched; only links and buttons set it.

    It is in the address alone and in no session: whoever leaves the page leaves it, and Back leads to it again.
    """

    label: str = ""
    max_characters: int = MAX_ID_CHARACTERS

    def settle(self, key: str) -> None:
        has_arrived, arrived = link.take(self.name)
        st.session_state[key] = self.clean(arrived if has_arrived else st.query_params.get(self.name, ""))

    def widget(self, key: str) -> None:
        """None."""


def watch_instead(name: str = "", id_: str = "") -> None:
    """Watch something else, or nothing, and draw the whole page: a button of a live view otherwise redraws that view alone."""
    link.clear(link.WATCHED)
    if name:
        link.give({name: id_})
    st.rerun()
