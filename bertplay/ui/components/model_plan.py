"""The plan of a model: its blocks as buttons, as tall as they have weights, and the matrices of one of them to scale."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from bertplay.results.layers import Block, Ledger
from bertplay.ui.components import files
from bertplay.wording import number, t

KEY = "model_plan"

mount = st.components.v2.component(
    "bertplay.model_plan",
    html='<div class="plan"><div class="blocks" role="group"></div><div class="matrices"></div></div>',
    css=files.style("model_plan", with_picture=True),
    js=files.script("model_plan", with_picture=True),
)


def model_plan(ledger: Ledger, chosen: str, on_picked: Callable[[], None]) -> None:
    """Show the plan; a click calls back, and `picked_block` then tells which block."""
    total = ledger.body + ledger.heads
    blocks = [
        {"id": block.id, "title": title_of(block), "count": number(block.count, ","), "share": block.count / total, "isHead": block.is_head}
        for block in ledger.blocks
    ]
    matrices = ledger.of_block(chosen)
    rows = [
        {
            "name": short(m.name),
            "shape": list(m.shape),
            "size": " × ".join(number(n, ",") for n in m.shape),
            "count": number(m.count, ","),
            "role": t(m.role) if m.role else "",
        }
        for m in matrices
    ]
    total_line = number(sum(m.count for m in matrices), ",")
    mount(
        key=KEY,
        data=files.with_words(
            {"blocks": blocks, "chosen": chosen, "matrices": rows, "sum": total_line},
            label=t("Blocks of the model"),
            together=t("{n} together", n=len(matrices)),
        ),
        on_picked_change=on_picked,
    )


def title_of(block: Block) -> str:
    """How a block is called in the reader's language."""
    kind, _, place = block.id.partition(" ")
    return t("Layer {layer}", layer=place) if kind == "layer" else t(block.title)


def picked_block() -> str:
    """The id that the browser sent."""
    sent: Any = st.session_state[KEY].get("picked")
    return str(sent)


def short(name: str) -> str:
    """The end of a name: "bert.encoder.layer.0.attention.self.query.weight" -> "attention.self.query.weight"."""
    parts = name.split(".")
    numbers = [i for i, part in enumerate(parts) if part.isdigit()]
    return ".".join(parts[numbers[-1] + 1 :] if numbers else parts[1:])
