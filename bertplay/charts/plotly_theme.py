"""What all plotly figures share: colours of the page's theme, text that is shown as it was written, and how a figure behaves.

Streamlit registers a template with plotly whose colours its front end exchanges for those of light or dark mode. A figure takes its
colours from there and names none of its own but a transparent grey, so it is right in both. A page shows a figure like this:

    st.plotly_chart(figure, config=config_of(figure), alt=alt_of(figure), key=key)

plotly is imported with the first figure, not with this module: 0.2 s.
"""

import textwrap
from typing import Any

from bertplay.charts.margins import margins
from bertplay.i18n import N_, _, language, number

TRANSPARENT = "rgba(0,0,0,0)"
FAINT = "rgba(128,128,128,0.3)"
"""Grid lines and frames: a grey that is faint on white and on black."""
FADED = "rgba(128,128,128,0)"
"""Between two colours: transparent, and on the way there neither lighter nor darker than white and black would be."""
COLORS = 5
"""Categories of the theme; its sixth is kept for text (bertplay/charts/palette.py)."""
LITERAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "#": "&#35;", "%": "&#37;", "\ue000": "", "\ue001": ""})
BOLD = ("\ue000", "\ue001")
"""Two characters of private use that stand for <b> and </b> until a text is escaped."""
LINE, MAX_LETTERS = 46, 320
"""Characters of a line in a hover label: more does not fit on a phone; and of a whole text."""
BUTTONS = (
    N_("Download plot as a PNG"),
    N_("Lasso Select"),
    N_("Orbital rotation"),
    N_("Pan"),
    N_("Reset axes"),
    N_("Reset camera to default"),
    N_("Zoom in"),
    N_("Zoom out"),
)
"""The buttons that stay, by plotly's own names for them."""
REMOVED = (
    "autoScale2d",
    "hoverClosest3d",
    "hoverClosestCartesian",
    "hoverCompareCartesian",
    "resetCameraLastSave3d",
    "select2d",
    "tableRotation",
    "toggleSpikelines",
    "zoom2d",
    "zoom3d",
)


def literal(text: str) -> str:
    """A text as plotly shows it letter by letter: not as HTML, not as a formula, not as a colour that Streamlit exchanges.

    literal("<b>$x$") -> "&lt;b&gt;&#36;x&#36;"
    """
    return text.translate(LITERAL)


def wrapped(text: str, bold: tuple[int, int] | None = None) -> str:
    """A text of any length as lines of a hover label, escaped; `bold`: the characters that are written in bold."""
    if bold:
        start, end = bold
        before, word, after = (part.translate({ord(sign): None for sign in BOLD}) for part in (text[:start], text[start:end], text[end:]))
        text = f"{before[-MAX_LETTERS // 2 :]}{BOLD[0]}{word[:MAX_LETTERS]}{BOLD[1]}{after}"
    if len(text) > MAX_LETTERS:
        text = f"{text[:MAX_LETTERS]}…{BOLD[1] if bold and BOLD[1] not in text[:MAX_LETTERS] else ''}"
    lines = "\n".join(textwrap.wrap(text, LINE)) or text[:LINE]
    signs = {BOLD[0]: "<b>", BOLD[1]: "</b>"} if bold else {}
    return "".join(signs.get(letter) or ("<br>" if letter == "\n" else letter.translate(LITERAL)) for letter in lines)


def shortened(text: str, most: int) -> str:
    """The beginning of a text, escaped: a name on an axis or in a legend."""
    return literal(text if len(text) <= most else f"{text[: most - 1].rstrip()}…")


def category_colors() -> tuple[str, ...]:
    """The five colours of categories."""
    colors: tuple[str, ...] = tuple(template().layout.colorway[:COLORS])
    return colors


def color_scale(*, from_nothing: bool = False) -> list[tuple[float, str]]:
    """The theme's colours from little to much; `from_nothing`: 0 itself is transparent."""
    scale = [(float(place), str(color)) for place, color in template().layout.colorscale.sequential]
    return [(0.0, TRANSPARENT), (1e-6, scale[0][1]), *scale[1:]] if from_nothing else scale


def diverging_scale(*, through_nothing: bool = False) -> list[tuple[float, str]]:
    """The theme's colours from one side of 0 to the other; `through_nothing`: they fade into the page towards 0, as those of cells do."""
    scale = [(float(place), str(color)) for place, color in template().layout.colorscale.diverging]
    return sorted([*scale, (0.5, FADED)]) if through_nothing else scale


def template() -> Any:
    """The template that figures are made with: Streamlit's on a page, plotly's own elsewhere."""
    import plotly.io

    return plotly.io.templates[plotly.io.templates.default]


def finished(figure: Any, description: str, height: int, *, zooms: bool = False, **layout: Any) -> Any:
    """The figure with what all have in common.

    description   one sentence of what is seen, for those who do not see it
    zooms         the wheel zooms, and dragging moves; else a figure lets the page scroll
    layout        whatever else; room for the names of an xaxis and a yaxis that are given here is left
    """
    margin = layout.pop("margin", {})
    if "xaxis" in layout and "yaxis" in layout:
        margin = margins(layout["xaxis"], layout["yaxis"]) | margin
        layout |= {name: layout[name] | {"automargin": False} for name in ("xaxis", "yaxis")}
    common = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 0} | margin,
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "hoverlabel": {"align": "left", "font": {"size": 13}, "namelength": -1},
        "modebar": {"bgcolor": TRANSPARENT},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "itemsizing": "constant"},
        "meta": {"description": description, "zooms": zooms},
        "uirevision": "kept",
    }
    return figure.update_layout(common | layout, overwrite=True)  # four times as quick as merging


def alt_of(figure: Any) -> str:
    """The description of a figure, for screen readers."""
    return str(figure.layout.meta["description"])


def config_of(figure: Any) -> dict[str, Any]:
    """How plotly is to behave: the buttons that are of use, the reader's language, no formulas."""
    spoken = language()
    decimal, thousands = number(0.5, ".1f")[1], number(1000, ",")[1]
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtonsToRemove": list(REMOVED),
        "scrollZoom": "cartesian+gl3d" if figure.layout.meta["zooms"] else False,
        "toImageButtonOptions": {"format": "png", "scale": 2},
        "typesetMath": False,
        "locale": spoken,
        "locales": {spoken: {"dictionary": {name: _(name) for name in BUTTONS}, "format": {"decimal": decimal, "thousands": thousands}}},
    }
