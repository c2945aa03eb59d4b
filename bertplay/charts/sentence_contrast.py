"""Two sentences against each other over the whole vocabulary, drawn."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.results import WordContrast
from bertplay.wording import cached_by_language, t

MOST_NAMES = 20
NAME_SIZE = (640, 400, 8, 15)
"""Pixels: the figure's width and height about, a letter's width, a line's height."""


def contrast_scatter(contrast: WordContrast) -> Any:
    """Every word of the vocabulary: across, log2 of its probability in the first sentence; up, in the second.

    On the dashed line a word is as probable in one as in the other; the words that differ most are named.
    """
    frame = pd.DataFrame({"word": contrast.words, "first": contrast.first, "second": contrast.second})
    named = np.zeros(len(frame), dtype=bool)
    named[names_with_room(contrast)] = True
    frame["name"] = np.where(named, frame["word"], "")
    frame["ink"] = "ink"
    frame["difference"] = frame["second"] - frame["first"]
    frame = frame.iloc[np.argsort(named, kind="stable")]  # the named ones are drawn last, on top
    return with_rows(drawn_scatter(), frame)


@cached_by_language
def drawn_scatter() -> Any:
    """The drawing of `contrast_scatter`, without rows."""
    base = alt.Chart(ROWS).encode(
        x=axis(alt.X, "first", t("first sentence: log2 of the probability")),
        y=axis(alt.Y, "second", t("second sentence: log2 of the probability")),
    )
    points = base.mark_circle(size=30).encode(
        opacity=alt.condition("datum.name != ''", alt.value(1.0), alt.value(0.28)),
        color=alt.Color("difference:Q", legend=None, scale=alt.Scale(domain=[-4, 4], clamp=True, range="diverging")),
        tooltip=[alt.Tooltip("word:N"), alt.Tooltip("first:Q", format=".1f"), alt.Tooltip("second:Q", format=".1f")],
    )
    names = base.mark_text(align="left", dx=7, fontSize=13).encode(text="name:N", color=ink())
    line = alt.Chart(ROWS).mark_rule(strokeDash=[4, 4], opacity=0.6)
    equal = line.encode(x="min(first):Q", y="min(first):Q", x2="max(first)", y2="max(first)", color=ink())
    description = t("Every word of the vocabulary as a point: across, its log probability in the first sentence; up, in the second.")
    return alt.layer(equal, points, names).resolve_scale(color="independent").properties(height=440, description=description)


def names_with_room(contrast: WordContrast) -> list[int]:
    """The words to name: those that differ most, passing over a name that would cover one before it."""
    width, height, letter, line = NAME_SIZE
    x = (contrast.first - contrast.first.min()) / max(float(np.ptp(contrast.first)), 1e-6) * width
    y = (contrast.second - contrast.second.min()) / max(float(np.ptp(contrast.second)), 1e-6) * height
    chosen: list[int] = []
    for i in contrast.differing:
        covers = any(
            abs(y[i] - y[j]) < line
            and x[i] < x[j] + letter * len(contrast.words[j]) + 12
            and x[j] < x[i] + letter * len(contrast.words[i]) + 12
            for j in chosen
        )
        if not covers:
            chosen.append(i)
        if len(chosen) == MOST_NAMES:
            break
    return chosen


def axis(channel: Any, field: str, title: str) -> Any:
    """An axis of log2 probabilities; each step to the right or up doubles the probability."""
    return channel(f"{field}:Q", title=title, axis=alt.Axis(tickCount=6, titlePadding=8), scale=alt.Scale(zero=False))
