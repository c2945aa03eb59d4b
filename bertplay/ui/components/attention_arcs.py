"""The attention of a head as arcs over the sentence: point at a token to see where it attends, click to keep it."""

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from bertplay.i18n import _
from bertplay.results.attention import AttentionView
from bertplay.ui.components import files

KEY = "attention_arcs"
NOBODY = -1

HTML = """
<div class="stage"><div class="line"><svg class="arcs" aria-hidden="true"></svg><div class="tokens" role="group"></div></div></div>
"""

mount = st.components.v2.component(
    "bertplay.attention_arcs",
    html=HTML,
    css=files.style("attention_arcs", with_picture=True),
    js=files.script("attention_arcs", with_picture=True),
)


def attention_arcs(view: AttentionView, chosen: int | None, on_picked: Callable[[], None]) -> None:
    """Show the sentence on one line; a click calls back, and `picked_token` then tells which token of the view was clicked, or none.

    chosen   an index of the view's tokens
    """
    weights = np.round(np.clip(view.weights, 0, 1) * 65_535).astype("<u2")
    data = {
        "tokens": [token.text for token in view.tokens],
        "weights": base64.b64encode(weights.tobytes()).decode("ascii"),
        "chosen": NOBODY if chosen is None else chosen,
    }
    words = {"label": _("Tokens"), "point": _("Hover over a token to see what it attends to; click to pin it")}
    mount(key=KEY, data=files.with_words(data, **words), on_picked_change=on_picked)


def picked_token() -> int | None:
    """The token that the browser sent; None when the chosen one was clicked again."""
    sent: Any = st.session_state[KEY].get("picked")
    return None if sent is None or int(sent) == NOBODY else int(sent)
