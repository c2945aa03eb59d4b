"""Draws figures: altair's are sent as rows and a specification, plotly's whole. The libraries are imported with the first figure."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from bertplay.i18n.numbers import number_locale
from bertplay.ui.kit.link import is_presenting

if TYPE_CHECKING:
    import pandas as pd

    from bertplay.charts.figure import Figure

MAX_KEPT = 64


def draw(figure: Any, key: str, **options: Any) -> Any:
    """Show a figure in the page's theme; a new answer under the same key replaces only its data.

    options   passed to st.plotly_chart, if something in a plotly figure can be selected: on_select, selection_mode
    """
    if type(figure).__module__.startswith("plotly"):
        from bertplay.charts.enlarged import enlarged_figure
        from bertplay.charts.plotly_theme import alt_of, config_of

        figure = enlarged_figure(figure) if is_presenting() else figure
        return st.plotly_chart(figure, key=key, config=config_of(figure), alt=alt_of(figure), **options)
    _, drawing = localized_drawing(figure)
    st.vega_lite_chart(rows_to_send(figure), drawing, key=key)
    return None


@lru_cache(maxsize=MAX_KEPT)
def rows_to_send(figure: "Figure") -> Any:
    """The rows of a figure as a pyarrow.Table; made once for a cached figure, because a whole class sees the same one."""
    from pyarrow import Table

    return Table.from_pandas(figure.data)


def localized_drawing(figure: Any) -> "tuple[pd.DataFrame, dict[str, Any]]":
    """The rows and the specification of an altair figure, with numbers formatted for the reader's language."""
    from bertplay.charts.figure import rows_and_drawing

    rows, drawing = rows_and_drawing(figure)
    if is_presenting():
        from bertplay.charts.enlarged import with_larger_defaults

        drawing = with_larger_defaults(drawing)
    if numbers := number_locale():
        drawing["config"] = drawing.get("config", {}) | {"locale": {"number": numbers}}
    return rows, drawing
