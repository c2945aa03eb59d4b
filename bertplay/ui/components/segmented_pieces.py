"""The pieces of a pair with the id of their segment below each."""

from collections.abc import Sequence

import streamlit as st

from bertplay.results import Piece
from bertplay.ui.components import files
from bertplay.wording import t

mount = st.components.v2.component(
    "bertplay.segmented_pieces",
    html='<div class="pieces" role="list"></div>',
    css=files.style("segmented_pieces", with_picture=True),
    js=files.script("segmented_pieces", with_picture=True),
)


def segmented_pieces(pieces: Sequence[Piece], segments: Sequence[int], key: str) -> None:
    """Show what the model reads: a piece, and under it 0 for the first text or 1 for the second."""
    rows = [{"text": p.text, "segment": s, "special": p.is_special} for p, s in zip(pieces, segments, strict=True)]
    mount(key=key, data=files.with_words({"pieces": rows}, all=t("Pieces, each with the id of its segment")))
