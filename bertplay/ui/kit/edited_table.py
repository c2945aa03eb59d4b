"""A table that the reader fills in; it is not part of the link."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from bertplay.i18n import _
from bertplay.text import clean
from bertplay.ui.kit import link
from bertplay.ui.kit.view import View

EMPTY_ROWS = 6
"""To begin with; the reader adds more."""


@dataclass(frozen=True, kw_only=True)
class EditedTable:
    """Rows of text under their columns.

    label    says what to type; screen readers read it
    columns  name -> (title, maximum number of characters), in order
    """

    name: str = field(kw_only=False)
    label: str = field(kw_only=False)
    columns: Mapping[str, tuple[str, int]]

    def draw(self, view: View) -> list[tuple[str, ...]]:
        """Draw the table; return the non-empty rows as plain text."""
        if link.is_fixed():
            return []
        import pandas as pd  # slow to import

        shown = {name: st.column_config.TextColumn(_(title), max_chars=most) for name, (title, most) in self.columns.items()}
        empty = pd.DataFrame([dict.fromkeys(self.columns, "")] * EMPTY_ROWS)
        rows = st.data_editor(empty, num_rows="dynamic", key=view.key(self.name), column_config=shown, hide_index=True, alt=_(self.label))
        cells = [tuple(cell_text(row[name]) for name in self.columns) for _number, row in rows.iterrows()]
        return [row for row in cells if any(cell.strip() for cell in row)]


def cell_text(cell: object) -> str:
    """The text of a cell without lone surrogates and NUL; "" for a cell that was never filled."""
    return clean(cell) if isinstance(cell, str) else ""
