"""Figures for a projector: everything measured in pixels grows with the text of the page, so that nothing starts to overlap."""

import re
from typing import Any

TIMES = 1.5
"""As the text of a page in presenter mode on a screen of 1,920 pixels."""
SMALL, MEDIUM = 12 * TIMES, 14 * TIMES
"""Sizes of text where a drawing names none: of labels and of titles."""
IN_PIXELS = {
    *("fontSize", "labelFontSize", "titleFontSize", "limit", "labelLimit", "height", "step", "padding", "right"),
    *("dx", "dy", "yOffset", "size", "symbolSize", "strokeWidth", "thickness"),
}
"""Names of a Vega-Lite specification whose numbers are pixels."""
DEFAULTS: dict[str, dict[str, float]] = {
    "axis": {"labelFontSize": SMALL, "titleFontSize": MEDIUM, "labelLimit": 100 * TIMES},
    "legend": {"labelFontSize": MEDIUM, "titleFontSize": MEDIUM},
    "header": {"labelFontSize": MEDIUM, "titleFontSize": MEDIUM},
    "text": {"fontSize": SMALL},
}


def enlarged_drawing(part: Any) -> Any:
    """A Vega-Lite specification, or a part of it, with every number of pixels `TIMES` as large.

    {"mark": {"fontSize": 14}, "height": {"step": 26}} -> {"mark": {"fontSize": 21.0}, "height": {"step": 39.0}}
    """
    if isinstance(part, list):
        return [enlarged_drawing(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: _enlarged_value(name, value) for name, value in part.items()}


def _enlarged_value(name: str, value: Any) -> Any:
    if name in IN_PIXELS and isinstance(value, int | float):
        return value * TIMES
    if name == "range" and isinstance(value, list) and any(isinstance(one, dict) for one in value):  # from here to a place in the figure
        return [_enlarged_place(one) for one in value]
    return enlarged_drawing(value)


def _enlarged_place(place: Any) -> Any:
    """{"expr": "max(width - 112, 140)"} -> {"expr": "max(width - 168.0, 210.0)"}"""
    if isinstance(place, dict):
        return {"expr": re.sub(r"\d+", lambda found: str(int(found[0]) * TIMES), place["expr"])}
    return place * TIMES


def with_larger_defaults(drawing: dict[str, Any]) -> dict[str, Any]:
    """A whole Vega-Lite specification, enlarged, with larger text also where it names no size."""
    return {**enlarged_drawing(drawing), "config": drawing.get("config", {}) | DEFAULTS}


def enlarged_figure(figure: Any) -> Any:
    """An enlarged copy of a plotly figure."""
    import plotly.graph_objects as go

    larger = go.Figure(figure)
    layout = larger.layout
    text, title = {"size": SMALL}, {"font": {"size": MEDIUM}}
    larger.update_layout(
        height=layout.height * TIMES,
        font=text,
        margin={side: layout.margin[side] * TIMES for side in "lrtb"},
        hoverlabel={"font": {"size": layout.hoverlabel.font.size * TIMES}},
        legend={"font": text},
    )
    larger.update_xaxes(tickfont=text, title=title).update_yaxes(tickfont=text, title=title)
    larger.update_coloraxes(colorbar={"tickfont": text, "title": title})
    for one in (*layout.annotations, *larger.select_traces(lambda trace: "textfont" in trace and trace.textfont.size)):
        font = one.textfont if "textfont" in one else one.font
        font.size = (font.size or 12) * TIMES
    for trace in larger.select_traces(lambda trace: trace.type.startswith("scatter") and isinstance(trace.marker.size, int | float)):
        trace.marker.size *= TIMES
    for player in (*layout.sliders, *layout.updatemenus):
        player.update(font=text, pad={side: (player.pad[side] or 0) * TIMES for side in "lt"})
    return larger
