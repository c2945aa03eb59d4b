"""The pieces of a pair with the id of their segment below each."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from bertplay.results import Piece

HERE = Path(__file__).parent

mount = st.components.v2.component(
    "bertplay.segmented_pieces",
    html='<div class="pieces" role="list" aria-label="Pieces, each with the id of its segment"></div>',
    css=(HERE / "segmented_pieces.css").read_text("utf-8"),
    js=(HERE / "segmented_pieces.js").read_text("utf-8"),
)


def segmented_pieces(pieces: Sequence[Piece], segments: Sequence[int], key: str) -> None:
    """Show what the model reads: a piece, and under it 0 for the first text or 1 for the second."""
    rows = [{"text": p.text, "segment": s, "special": p.is_special} for p, s in zip(pieces, segments, strict=True)]
    mount(key=key, data={"pieces": rows})
