"""Rows of tokens in colour: in place in their text, side by side with a line below each, or one search under another."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.ui.components import files

MAX_CELLS = 600
"""Cells of one row; the rest follows them without colour."""

Shade = Literal["plain", "special", "unknown", "absent", "faint", "struck", "masked", "random", "kept", "first", "second", "shade"]
Tone = Literal["0", "1", "2", "3", "4", "5"] | Shade
TONES: tuple[Tone, ...] = ("0", "1", "2", "3")
"""The tokens of a word one after the other, so that every change of colour is a boundary."""
KINDS: tuple[Tone, ...] = (*TONES, "4", "5")
"""For things of several kinds."""

mount = st.components.v2.component(
    "bertplay.token_strip",
    html='<div class="rows"></div>',
    css=files.style("token_strip", with_picture=True),
    js=files.script("token_strip", with_picture=True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of text; without a tone it is plain text between tokens.

    below   a second line, an id for one
    note    its tooltip
    depth   of its shade, 0 to 1
    """

    text: str
    tone: Tone | None = None
    below: str = ""
    note: str = ""
    depth: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells under a name. `flow`: a running text; `passage`: a longer one; `chips`: side by side; `code`: a line of a list of many."""

    cells: Iterable[Cell]
    name: str = ""
    form: Literal["flow", "passage", "chips", "code"] = "chips"
    note: str = ""


def token_strip(rows: Iterable[Row], key: str, *, picture: str = "") -> None:
    """Show the rows; with the name of a picture they can be saved as one."""
    mount(key=key, data=files.with_words({"rows": [as_data(row) for row in rows], "picture": picture}))


def shaded_text(text: str, shades: Iterable[tuple[int, int, float, str]], key: str) -> None:
    """A text some of whose words are shaded; each shade is (start, end, depth, note)."""
    cells, end = [], 0
    for start, stop, depth, note in shades:
        cells += [Cell(text[end:start]), Cell(text[start:stop], "shade", note=note, depth=depth)]
        end = stop
    token_strip([Row([*cells, Cell(text[end : end + 2_000])], form="flow")], key, picture=key)


def as_data(row: Row) -> dict[str, object]:
    """A row as the component takes it, truncated."""
    cells: list[dict[str, object]] = []
    shown = list(islice(row.cells, MAX_CELLS + 1))
    for cell in shown[:MAX_CELLS]:
        given = {"below": cell.below, "title": cell.note, "tone": cell.tone}
        data: dict[str, object] = {name: without_surrogates(value) for name, value in given.items() if value}
        cells.append({**data, "text": without_surrogates(cell.text)} | ({"depth": round(cell.depth, 3)} if cell.tone == "shade" else {}))
    if len(shown) > MAX_CELLS:
        cells.append({"text": " …"})
    return {"name": row.name, "form": row.form, "note": row.note, "cells": cells}
