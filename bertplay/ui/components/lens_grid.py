"""The lens: what the word head says at every place after every layer, as a table whose columns can be picked."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from bertplay.results.layers import LayerWalk
from bertplay.ui.components import files
from bertplay.wording import percent, t

KEY = "lens_grid"

mount = st.components.v2.component(
    "bertplay.lens_grid",
    html='<div class="scroll" tabindex="-1"><table class="lens"></table></div>',
    css=files.style("lens_grid", with_picture=True),
    js=files.script("lens_grid", with_picture=True),
)


def lens_grid(walk: LayerWalk, chosen: int, on_picked: Callable[[], None]) -> None:
    """Show the table; a click on a column calls back, and `picked_place` then tells which."""
    layers = [
        {
            "title": t("embeddings") if layer.layer == 0 else t("layer {layer}", layer=layer.layer),
            "cells": [
                {
                    "word": guesses[0].word,
                    "depth": round(guesses[0].probability ** 0.5, 3),
                    "note": "\n".join(f"{guess.word}  {percent(guess.probability)}" for guess in guesses),
                    "isItself": guesses[0].word == piece.text,
                }
                for guesses, piece in zip(layer.guesses, walk.pieces, strict=True)
            ],
        }
        for layer in walk.layers
    ]
    mount(
        key=KEY,
        data=files.with_words(
            {"pieces": [piece.text for piece in walk.pieces], "layers": layers, "chosen": chosen},
            follow=t("Follow this place through the layers"),
        ),
        on_picked_change=on_picked,
    )


def picked_place() -> int:
    """The column that the browser sent."""
    sent: Any = st.session_state[KEY].get("picked")
    return int(sent)
