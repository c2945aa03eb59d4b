"""How a figure comes onto a page: altair's as rows and a drawing, plotly's whole. Libraries that draw are imported with the first."""

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
    """Show a figure in the page's theme; a new answer under the same key exchanges its data alone.

    options   of st.plotly_chart, where something in a figure of plotly can be selected: on_select, selection_mode
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
    """The rows of a figure as a pyarrow.Table, as they travel; made once for a figure that is kept, because a class sees the same."""
    from pyarrow import Table

    return Table.from_pandas(figure.data)


def localized_drawing(figure: Any) -> "tuple[pd.DataFrame, dict[str, Any]]":
    """The rows and the drawing of altair's, which writes numbers as the reader's language does."""
    from bertplay.charts.figure import rows_and_drawing

    rows, drawing = rows_and_drawing(figure)
    if is_presenting():
        from bertplay.charts.enlarged import with_larger_defaults

        drawing = with_larger_defaults(drawing)
    if numbers := number_locale():
        drawing["config"] = drawing.get("config", {}) | {"locale": {"number": numbers}}
    return rows, drawing
