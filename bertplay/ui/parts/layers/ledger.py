"""The ledger: every weight of the model, counted, as a plan that can be clicked."""

from itertools import groupby

import streamlit as st

from bertplay.results.layers import Ledger
from bertplay.ui import state
from bertplay.ui.components.model_plan import model_plan, picked_block
from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.parts.layers.gate import is_answered, say_who_was_right
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, t

EMBEDDINGS, LAYERS = mark("the embeddings"), mark("all layers together")
AMOUNTS = {
    "embeddings": mark("{count:,} embeddings"),
    "layer": mark("{count:,} layer"),
    "shared": mark("{count:,} in one layer that is run many times"),
    "other": mark("{count:,} others"),
    "pooler": mark("{count:,} pooler"),
}
"""The kind of a block -> how many weights it has, in words."""
HOW = mark(
    "Top to bottom, as a text passes through; a block is as tall as it has weights, and the matrices of the chosen one are drawn to one "
    "scale. The word head has no table of its own: it compares with the word embeddings, so these are counted once. BERT-base, in the same "
    "way: 23,837,184 + 12 × 7,087,872 + 590,592 = 109,482,240."
)


def show_ledger(asked: Asked) -> None:
    """The sum in one line, the plan, the table."""
    from bertplay.tasks.ledger import count_weights

    if not is_answered(mark("Where are more of its weights?"), (EMBEDDINGS, LAYERS), ("ledger", asked.model)):
        return
    ledger = get_backend().call(asked.model, count_weights)
    in_layers = sum(block.count for block in ledger.blocks if block.id.startswith(("layer", "shared")))
    in_embeddings = sum(block.count for block in ledger.blocks if block.id == "embeddings")
    say_who_was_right(LAYERS if in_layers > in_embeddings else EMBEDDINGS, ("ledger", asked.model))
    st.text(in_words(ledger))
    model_plan(ledger, chosen_block(ledger), take_block)
    st.caption(t(HOW))
    rows = [(m.block, m.name, " x ".join(map(str, m.shape)), m.count, m.role) for m in ledger.matrices]
    download_table("ledger", lambda: as_csv(("block", "name", "shape", "weights", english("what for")), rows), has_figure=False)
    show_program(task_program(asked.model, "bertplay.tasks.ledger", "count_weights"))


def in_words(ledger: Ledger) -> str:
    """3,105,792 embeddings + 8 layers × 789,760 + 65,792 pooler = 9,489,664 weights.

    On top of that 78,818 in the heads of the training tasks.
    """
    parts = []
    for (kind, count), same in groupby(ledger.blocks, key=lambda block: (block.id.split()[0], block.count)):
        blocks = list(same)
        if not blocks[0].is_head:
            several = len(blocks) > 1
            parts.append(t("{n} layers × {count:,}", n=len(blocks), count=count) if several else t(AMOUNTS[kind], count=count))
    said = t("{parts} = {body:,} weights.", parts=" + ".join(parts), body=ledger.body)
    if not ledger.heads:
        return said
    return f"{said}\n{t('On top of that {heads:,} in the heads of the training tasks.', heads=ledger.heads)}"


def chosen_block(ledger: Ledger) -> str:
    """The block of the link; the first layer otherwise."""
    ids = [block.id for block in ledger.blocks]
    first = "layer 1" if "layer 1" in ids else ids[0]
    state.seed(state.BLOCK, first)
    block = st.session_state[state.BLOCK]
    block = block if block in ids else first
    state.publish(state.BLOCK, block, first)
    return str(block)


def take_block() -> None:
    """A click on the plan."""
    st.session_state[state.BLOCK] = picked_block()
