"""The greedy search for one word, look-up under look-up."""

from collections.abc import Sequence

import streamlit as st

from bertplay.results.wordpiece import LookUp
from bertplay.ui.components import files
from bertplay.wording import t

MOST_LINES = 200

mount = st.components.v2.component(
    "bertplay.look_up_ladder",
    html='<div class="ladder" role="log"></div>',
    css=files.style("look_up_ladder", with_picture=True),
    js=files.script("look_up_ladder", with_picture=True),
)


def look_up_ladder(word: str, look_ups: Sequence[LookUp]) -> None:
    """Show what was asked so far; the last look-up is the present one."""
    lines = [{"start": asked.start, "end": asked.end, "found": asked.is_found, "said": said_of(asked)} for asked in look_ups[-MOST_LINES:]]
    mount(key="look_up_ladder", data=files.with_words({"word": word, "lines": lines}, all=t("Look-ups so far")))


def said_of(asked: LookUp) -> str:
    """What came of a look-up."""
    return t("{piece} is there", piece=asked.piece) if asked.is_found else t("{piece}?", piece=asked.piece)
