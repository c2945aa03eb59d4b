"""A sentence whose words are coloured by a figure between 0 and 1."""

from collections.abc import Sequence

import streamlit as st

from bertplay.ui.components import files

mount = st.components.v2.component(
    "bertplay.shaded_sentence",
    html='<p class="sentence"></p>',
    css=files.style("shaded_sentence", with_picture=True),
    js=files.script("shaded_sentence", with_picture=True),
)


def shaded_sentence(text: str, shades: Sequence[tuple[int, int, float, str]], key: str = "shaded_sentence") -> None:
    """Show a text; each shade is (start, end, how deep, what to say when one points at it)."""
    tokens: list[dict[str, object]] = []
    end = 0
    for start, stop, depth, note in shades:
        tokens.append({"text": text[end:start]})
        tokens.append({"text": text[start:stop], "depth": round(depth, 3), "note": note})
        end = stop
    mount(key=key, data=files.with_words({"tokens": [*tokens, {"text": text[end : end + 2_000]}]}))
