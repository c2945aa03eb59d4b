"""How a chart comes onto a page."""

from typing import Any

import streamlit as st

from bertplay.charts.figure import rows_and_drawing


def draw(chart: Any, key: str) -> None:
    """Show an altair chart in the page's theme; a new answer under the same key exchanges its data alone."""
    rows, drawing = rows_and_drawing(chart)
    st.vega_lite_chart(rows, drawing, key=key)
