"""Draws tables: the table of a summary, or rows that can be sorted and selected."""

from typing import Any, Literal

import streamlit as st

from bertplay.i18n import ENGLISH, _, language, match_language, number
from bertplay.i18n.numbers import places_of
from bertplay.summaries import Summary

MAX_ROWS = 2_000
"""The number of rows shown; the file has all of them."""
HEIGHT = 280
"""Pixels; a longer table scrolls."""
FEW = 7
Height = Literal["auto", "content"]
MAX_WRITTEN = 1_000
"""Rows whose numbers are written here for a browser that does not write as the page does; at 0.15 ms a row (on two CPU cores)."""


def draw_summary_table(summary: Summary, key: str, height: Height | None = None) -> None:
    """Show a summary's table with numbers in the reader's language; the sentence is its alt text. A long table scrolls by default."""
    table = summary.table
    if table is None or not table.rows:
        return
    shown = {title: list(column) for title, column in zip(table.head, zip(*table.cells(MAX_ROWS), strict=True), strict=True)}
    place = height or (HEIGHT if len(table.rows) > FEW else "auto")
    st.dataframe(shown, hide_index=True, key=key, height=place, alt=str(_(summary.sentence)))
    if len(table.rows) > MAX_ROWS:
        st.caption(_("The first {shown:,} of {n:,} rows; the CSV has them all.", shown=MAX_ROWS, n=len(table.rows)))


def draw_table(rows: Any, *, alt: str, **options: Any) -> Any:
    """Show rows (dictionaries or a pandas table) without an index; returns what `st.dataframe` returns, such as the selected rows.

    alt says in a sentence what the table holds, for screen readers.
    On a page that is not English, numbers are formatted for its language (1 234,5) but can still be sorted as numbers. A browser of
    the same language formats them itself. Otherwise the first MAX_WRITTEN rows are formatted here; a longer table is left to the browser.
    """
    import pandas as pd  # slow to import: pages are painted before

    table = pd.DataFrame(rows)
    numbers = list(table.select_dtypes("number").columns) if language() != ENGLISH else []
    if numbers and len(table) <= MAX_WRITTEN and match_language(st.context.locale) != language():
        return st.dataframe(table.style.format(dict.fromkeys(numbers, written), na_rep=""), hide_index=True, alt=alt, **options)
    localized = {name: st.column_config.NumberColumn(format="localized") for name in numbers}
    return st.dataframe(table, hide_index=True, column_config=localized, alt=alt, **options)


def written(value: float) -> str:
    """A number with as many digits as Streamlit's tables show: 1234.50000 -> "1,234.5", 0.00001 -> "0.00001".

    Four decimals, or as many as a small number needs to be visible; no trailing zeros.
    """
    rest = f"{value:.{places_of(value, 4)}f}".partition(".")[2].rstrip("0")
    return number(float(value), f",.{len(rest)}f")
