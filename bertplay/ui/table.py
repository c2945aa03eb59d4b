"""A table on a page, the same as CSV, and where that is fetched."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from bertplay.wording import FRENCH, language, t


def draw_table(rows: Any, **options: Any) -> None:
    """Rows (dictionaries, or a table of pandas) without an index. On a French page a French browser writes the numbers: 1 234,5.

    They stay numbers, that can be sorted by; writing them here would cost a tenth of a millisecond a row.
    """
    import pandas as pd  # slow to import: pages are painted before

    table = pd.DataFrame(rows)
    numbers = table.select_dtypes("number").columns if language() == FRENCH else ()
    written = {name: st.column_config.NumberColumn(format="localized") for name in numbers}
    st.dataframe(table, hide_index=True, column_config=written, **options)


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
            st.caption(t("Point at a figure for its PNG."), width="content")
