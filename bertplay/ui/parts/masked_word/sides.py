"""Which side matters: the same guess from the left context, from the right, from both."""

import streamlit as st

from bertplay.charts.context_sides import sides_bars
from bertplay.ui.figure import draw
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.named import choose_mask
from bertplay.ui.parts.masked_word.wording import in_brief
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import mark, t

SIDES = (mark("Left only"), mark("Right only"), mark("Both sides"))
HOW = mark(
    "The words of the other side keep their places, but no attention head may look at them. A language model that reads from left to "
    "right has only the first picture; BERT was trained with the last."
)
TOP_K = 7


def show_sides(asked: Asked) -> None:
    """Three figures side by side."""
    from bertplay.tasks.context_sides import compare_sides

    mask_index = choose_mask(asked.masks)
    result = get_backend().call(asked.model, compare_sides, asked.masked, mask_index=mask_index, top_k=TOP_K)
    sides = (result.left, result.right, result.both)
    for column, title, side, chart in zip(st.columns(3, gap="medium"), SIDES, sides, sides_bars(result), strict=True):
        with column:
            st.markdown(f"**{t(title)}**")
            st.text(in_brief(side))
            draw(chart, key=f"side_{title}")
    st.caption(t(HOW))
    rows = [
        (title, rank, g.word, g.probability) for title, side in zip(SIDES, sides, strict=True) for rank, g in enumerate(side.guesses, 1)
    ]
    download_table("sides", lambda: as_csv(("context", "rank", "word", "probability"), rows))
    program = task_program(asked.model, "bertplay.tasks.context_sides", "compare_sides", asked.masked, mask_index=mask_index, top_k=TOP_K)
    show_program(program)
