"""A head's looks as arcs over the sentence: point at a piece to see where it looks, click to keep it."""

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from bertplay.results.layers import AttentionView
from bertplay.ui.components import files
from bertplay.wording import t

KEY = "attention_arcs"
NOBODY = -1

mount = st.components.v2.component(
    "bertplay.attention_arcs",
    html='<div class="stage"><svg class="arcs" aria-hidden="true"></svg><div class="pieces" role="group"></div></div>',
    css=files.style("attention_arcs", with_picture=True),
    js=files.script("attention_arcs", with_picture=True),
)


def attention_arcs(view: AttentionView, chosen: int | None, on_picked: Callable[[], None]) -> None:
    """Show the sentence; a click calls back, and `picked_piece` then tells which piece of the view was clicked, or none.

    chosen   an index of the view's pieces
    """
    weights = np.round(np.clip(view.weights, 0, 1) * 65_535).astype("<u2")
    data = {
        "pieces": [piece.text for piece in view.pieces],
        "weights": base64.b64encode(weights.tobytes()).decode("ascii"),
        "chosen": NOBODY if chosen is None else chosen,
    }
    words = {"label": t("Pieces"), "point": t("Point to see where it looks, click to keep it")}
    mount(key=KEY, data=files.with_words(data, **words), on_picked_change=on_picked)


def picked_piece() -> int | None:
    """The piece that the browser sent; None when the chosen one was clicked again."""
    sent: Any = st.session_state[KEY].get("picked")
    return None if sent is None or int(sent) == NOBODY else int(sent)
