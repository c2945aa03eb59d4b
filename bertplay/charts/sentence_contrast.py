"""Two sentences against each other: every word of the vocabulary by its probability in the one and in the other."""

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from bertplay.charts.plotly_theme import FAINT, diverging_scale, finished, literal, shortened
from bertplay.i18n import _, number, percent
from bertplay.results import WordContrast

HEIGHT = 560
MAX_NAMES = 24
NAME_SIZE = (330, 440, 7.5, 15)
"""Pixels: the figure's width on a phone and its height, a letter's width, a line's height."""
MAX_POINTS = 2_000
"""The words that are least probable in both sentences are not drawn: thousands of points on top of one another."""


def contrast_scatter(contrast: WordContrast) -> Any:
    """Across, a word's probability in the first sentence, up, in the second, both on a logarithmic scale; on the diagonal they are equal.

    A click gives the index of the word in `contrast.words` as customdata.
    """
    import plotly.graph_objects as go

    shown = shown_words(contrast)
    first, second = np.exp2(contrast.first[shown].astype(np.float64)), np.exp2(contrast.second[shown].astype(np.float64))
    one, other = names_of(contrast.first_text, contrast.second_text)
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": first.astype(np.float32),
        "y": second.astype(np.float32),
        "customdata": shown.tolist(),
        "hovertext": [hover(contrast, int(i), one, other) for i in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 6,
            "opacity": 0.65,
            "color": contrast.second[shown] - contrast.first[shown],
            "colorscale": diverging_scale(),
            "cmin": -4,
            "cmax": 4,
        },
        "showlegend": False,
    }
    names = names_with_room(contrast)
    labels = {
        "type": "scatter",
        "mode": "text",
        "x": [float(np.exp2(contrast.first[i])) for i in names],
        "y": [float(np.exp2(contrast.second[i])) for i in names],
        "text": [shortened(contrast.words[i], 24) for i in names],
        "textposition": "top center",
        "textfont": {"size": 13},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    low, high = span(contrast)
    ends = {"type": "line", "x0": 2**low, "y0": 2**low, "x1": 2**high, "y1": 2**high, "layer": "below"}
    figure = finished(go.Figure([points, labels]), described(contrast), HEIGHT, zooms=True, dragmode="pan", hovermode="closest")
    figure.add_shape(line={"color": FAINT, "dash": "dash", "width": 2}, **ends)
    return figure.update_layout(
        xaxis=probability_axis(low, high, _("probability {where}", where=literal(one))),
        yaxis=probability_axis(low, high, _("probability {where}", where=literal(other))),
    )


def shown_words(contrast: WordContrast) -> npt.NDArray[np.int64]:
    """The indices of the words that are drawn, the most differing last, on top."""
    kept = np.argsort(-(contrast.first + contrast.second), kind="stable")[:MAX_POINTS]
    differing = np.array(contrast.differing[::-1], dtype=np.int64)
    return np.concatenate([kept[~np.isin(kept, differing)], differing])


def probability_axis(low: float, high: float, title: str) -> dict[str, Any]:
    """From 2^low to 2^high, a line for every hundred times."""
    powers = range(-2 * int(-low * np.log10(2) / 2), 1, 2)
    return {
        "type": "log",
        "range": [low * np.log10(2), high * np.log10(2)],
        "tickvals": [10.0**power for power in powers],
        "ticktext": [number(10.0**power, f".{max(0, -power - 2)}%") for power in powers],
        "tickangle": 0,
        "gridcolor": FAINT,
        "showgrid": True,
        "zeroline": False,
        "title": {"text": title, "standoff": 10},
    }


def span(contrast: WordContrast) -> tuple[float, float]:
    """log2 of the least and the greatest probability that is drawn, with a margin."""
    both = np.concatenate([side[shown_words(contrast)] for side in (contrast.first, contrast.second)])
    return float(both.min()) - 0.8, min(float(both.max()) + 1.5, 0.9)


def names_of(first: str, second: str) -> tuple[str, str]:
    """Two sentences by the words in which they differ, without what they have in common at their ends.

    ("The nurse said [MASK].", "The engineer said [MASK].") -> ("with “nurse”", "with “engineer”")
    ("It is a [MASK].", "It is not a [MASK].") -> ("without “not”", "with “not”")
    """
    one, other = (re.findall(r"\[MASK\]|\w+|[^\w\s]", text) for text in (first, second))
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    end = next(
        (i for i, (a, b) in enumerate(zip(reversed(one[start:]), reversed(other[start:]), strict=False)) if a != b),
        min(len(one), len(other)) - start,
    )
    before, after = (shortened_words(words[start : len(words) - end]) for words in (one, other))
    if before == after:
        return _("in the first sentence"), _("in the second sentence")
    return (
        _("with “{word}”", word=before) if before else _("without “{word}”", word=after),
        _("with “{word}”", word=after) if after else _("without “{word}”", word=before),
    )


def shortened_words(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= 24 else f"{text[:23].rstrip()}…"


def hover(contrast: WordContrast, i: int, one: str, other: str) -> str:
    """A word with both probabilities and their ratio."""
    first, second = float(np.exp2(contrast.first[i])), float(np.exp2(contrast.second[i]))
    times = 2 ** abs(float(contrast.first[i] - contrast.second[i]))
    more = one if first >= second else other
    lines = [
        f"<b>{literal(contrast.words[i])}</b>",
        f"{literal(one)}: {literal(percent(first))}",
        f"{literal(other)}: {literal(percent(second))}",
    ]
    if times >= 1.05:
        lines.append(_("{times:,.1f} times as probable {where}", times=times, where=literal(more)))
    return "<br>".join(lines)


def names_with_room(contrast: WordContrast) -> list[int]:
    """The words to name: those that differ most, passing over a name that would cover one before it."""
    width, height, letter, line = NAME_SIZE
    low, high = span(contrast)
    x, y = ((side - low) / (high - low) * size for side, size in ((contrast.first, width), (contrast.second, height)))
    chosen: list[int] = []
    for i in contrast.differing:
        half = letter * len(contrast.words[i]) / 2
        if all(abs(y[i] - y[j]) >= line or abs(x[i] - x[j]) >= half + letter * len(contrast.words[j]) / 2 + 4 for j in chosen):
            chosen.append(i)
        if len(chosen) == MAX_NAMES:
            break
    return chosen


def described(contrast: WordContrast) -> str:
    """The words that favour each sentence most."""
    one, other = names_of(contrast.first_text, contrast.second_text)
    differing = list(contrast.differing)
    first = [contrast.words[i] for i in differing if contrast.first[i] > contrast.second[i]][:3]
    second = [contrast.words[i] for i in differing if contrast.second[i] > contrast.first[i]][:3]
    return _(
        "The words of the vocabulary by their probability in two sentences. More probable {one}: {first}; {other}: {second}.",
        one=one,
        first=", ".join(first) or "–",
        other=other,
        second=", ".join(second) or "–",
    )
