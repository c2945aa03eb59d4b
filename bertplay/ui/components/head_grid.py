"""All layers and heads as thumbnails: a picture of where each one looks, and a click to see it large."""

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from bertplay.results import Floats
from bertplay.results.layers import AttentionView
from bertplay.ui.components import files
from bertplay.wording import mark, t

KEY = "head_grid"
HEADS = {"mean": mark("mean"), "rollout": mark("rollout")}
"""The columns that are no single head."""
SIDE = 32
"""Dots of a thumbnail; a longer text is drawn with several pieces to a dot, the darkest of them."""

mount = st.components.v2.component(
    "bertplay.head_grid",
    html='<div class="scroll" tabindex="-1"><div class="grid" role="group"></div></div>',
    css=files.style("head_grid", with_picture=True),
    js=files.script("head_grid", with_picture=True),
)


def head_grid(views: list[list[AttentionView]], chosen: tuple[int, str], on_picked: Callable[[], None]) -> None:
    """Show the views, a row for each layer; a click calls back, and `picked_head` then tells which."""
    columns = [column_title(view.head) for view in views[0]]
    rows = [{"title": t("layer {layer}", layer=row[0].layer), "cells": [cell(view) for view in row]} for row in views]
    data = {"columns": columns, "rows": rows, "chosen": name(*chosen)}
    mount(key=KEY, data=files.with_words(data, label=t("Layers and heads")), on_picked_change=on_picked)


def cell(view: AttentionView) -> dict[str, Any]:
    """A thumbnail as the browser gets it: its name, its side, its dots."""
    dots = thumbnail(view.weights)
    return {"name": name(view.layer, view.head), "side": len(dots), "dots": base64.b64encode(dots.tobytes()).decode("ascii")}


def thumbnail(weights: Floats) -> Any:
    """[n, n] weights -> [side, side] uint8 of their square roots, side at most 32."""
    n = len(weights)
    if n > SIDE:
        edges = np.linspace(0, n, SIDE, endpoint=False).astype(int)
        weights = np.maximum.reduceat(np.maximum.reduceat(weights, edges, axis=0), edges, axis=1)
    return np.round(255 * np.sqrt(np.clip(weights, 0, 1))).astype(np.uint8)


def column_title(head: str) -> str:
    """How a head is called."""
    return t("head {head}", head=head) if head.isdigit() else t(HEADS[head])


def name(layer: int, head: str) -> str:
    """(3, "mean") -> "3.mean", as the link has it."""
    return f"{layer}.{head}"


def picked_head() -> str:
    """The name that the browser sent."""
    sent: Any = st.session_state[KEY].get("picked")
    return str(sent)
