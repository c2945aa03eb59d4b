"""Rows of pieces in colour: a text cut in place, or chips side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.ui.components import files

MOST_CELLS = 600
"""Cells of one row; the rest stands behind them without colour."""

Tone = Literal["0", "1", "2", "3", "plain", "special", "unknown", "absent", "faint"]
TONES: tuple[Tone, ...] = ("0", "1", "2", "3")
"""The pieces of a word one after the other, so that every change of colour is a cut."""

mount = st.components.v2.component(
    "bertplay.piece_rows",
    html='<div class="rows"></div>',
    css=files.style("piece_rows", with_picture=True),
    js=files.script("piece_rows", with_picture=True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of text; without a tone it is plain text between pieces. `title` is told when one points at it."""

    text: str
    tone: Tone | None = None
    below: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells under a name. `flow`: one running text; `chips`: side by side."""

    cells: Sequence[Cell]
    name: str = ""
    form: Literal["flow", "chips"] = "chips"
    note: str = ""


def piece_rows(rows: Iterable[Row], key: str, *, picture: str = "") -> None:
    """Show the rows; with the name of a picture they can be saved as one."""
    mount(key=key, data=files.with_words({"rows": [as_data(row) for row in rows], "picture": picture}))


def as_data(row: Row) -> dict[str, object]:
    """A row as the component takes it, cut where nobody would read on."""
    cells = [{name: without_surrogates(value) for name, value in asdict(cell).items() if value} for cell in row.cells[:MOST_CELLS]]
    for cell in cells:
        cell.setdefault("text", "")
    if len(row.cells) > MOST_CELLS:
        cells.append({"text": " …"})
    return {"name": row.name, "form": row.form, "note": row.note, "cells": cells}
