"""Room for the names on the axes of a figure, estimated from their letters.

Plotly could measure them itself, but then it draws the whole figure, measures, and draws it again.
"""

import html
import unicodedata
from collections.abc import Mapping, Sequence
from math import cos, radians, sin
from typing import Any

NARROW, WIDE = "fijlrtI.,:;'|!()[] ", "mwMW@%…"
LINE, EDGE = 16, 8
"""Pixels of a line of text at a size of 12, and what stays free at each edge."""
COLUMN = 18
"""Pixels of a narrow column: the name of one that is not the last reaches over those behind it."""


def text_width(text: str) -> float:
    """Pixels of a text, as plotly is given it, at a size of 12: "word" -> 30.4"""
    return sum(letter_width(letter) for letter in html.unescape(text))


def letter_width(letter: str) -> float:
    """Pixels of a letter, rather too many than too few."""
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 12
    return 4 if letter in NARROW else 10.4 if letter in WIDE else 6.8


def margins(across: Mapping[str, Any], down: Mapping[str, Any]) -> dict[str, float]:
    """What an x axis and a y axis with names need at each side of a figure: {"l": 52, "r": 8, "t": 61, "b": 8}."""
    angle = radians(abs(across.get("tickangle") or 0))
    names = shown_names(across)
    widths = [text_width(name) for name in names]
    height = max((width * sin(angle) + LINE * cos(angle) for width in widths), default=0)
    beyond = [width * cos(angle) - COLUMN * (i + 0.5) for i, width in enumerate(reversed(widths))] if angle else []
    side = "t" if across.get("side") == "top" else "b"
    found = dict.fromkeys("lrtb", float(EDGE))
    found[side] = EDGE + height + title_height(across)
    found["r"] = EDGE + max([0, *beyond])
    found["l"] = EDGE + max(map(text_width, shown_names(down)), default=0) + title_height(down)
    return found


def shown_names(axis: Mapping[str, Any]) -> Sequence[str]:
    """The names on an axis."""
    return axis.get("ticktext", ()) if axis.get("showticklabels", True) else ()


def title_height(axis: Mapping[str, Any]) -> float:
    """Pixels of the title of an axis, with its distance from the names."""
    title = axis.get("title") or {}
    return LINE + 4 + title.get("standoff", 0) if title.get("text") else 0
