"""A table on a page, the same as CSV, and where that is fetched."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from bertplay.ui.language import browser_language
from bertplay.wording import FRENCH, language, number, t
from bertplay.wording.numbers import places_of

MOST_WRITTEN = 1_000
"""Rows whose numbers are written here for a browser that does not write as the page does; at 0.15 ms a row (on two CPU cores)."""


def draw_table(rows: Any, *, alt: str, **options: Any) -> Any:
    """Rows (dictionaries, or a table of pandas) without an index; what `st.dataframe` returns, as the rows that are chosen.

    alt says in a sentence what the table holds: it is read aloud to who cannot see it.
    On a French page numbers are written as 1 234,5 and stay numbers, that can be sorted by. A French browser does it by itself. For any
    other the first MOST_WRITTEN rows are written here; a longer table is left to the browser.
    """
    import pandas as pd  # slow to import: pages are painted before

    table = pd.DataFrame(rows)
    numbers = list(table.select_dtypes("number").columns) if language() == FRENCH else []
    if numbers and len(table) <= MOST_WRITTEN and browser_language(st.context.locale) != FRENCH:
        return st.dataframe(table.style.format(dict.fromkeys(numbers, written), na_rep=""), hide_index=True, alt=alt, **options)
    localized = {name: st.column_config.NumberColumn(format="localized") for name in numbers}
    return st.dataframe(table, hide_index=True, column_config=localized, alt=alt, **options)


def written(value: float) -> str:
    """A number of a table with as many digits as a table of Streamlit shows: 1234.50000 -> "1,234.5", 0.00001 -> "0.00001".

    Four after the point, or as many as a small number needs to be there at all; no noughts at the end.
    """
    rest = f"{value:.{places_of(value, 4)}f}".partition(".")[2].rstrip("0")
    return number(float(value), f",.{len(rest)}f")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark at its start, as spreadsheets want it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: a link may name any word.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return file.getvalue().encode("utf-8-sig", "replace")


def guarded(cell: object) -> object:
    """'=SUM(A1)' -> "'=SUM(A1)"; "=" and numbers stay as they are."""
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell[0] in "=+-@\t\r" else cell


def download_table(name: str, make: Callable[[], bytes], *, has_figure: bool = True) -> None:
    """A button that makes the table when it is pressed, without running the page again; beside it where a figure's picture is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            t("Table as CSV"),
            make,
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            key=f"csv_{name}",
        )
        if has_figure:
            st.caption(t("Point at a figure, or go to it with Tab, for its numbers and its PNG."), width="content")
