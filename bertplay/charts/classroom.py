"""The answers of a class beside the model's, as bars."""

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.i18n import _, cached_by_language, localized, number, percent
from bertplay.results.classroom import BoxCounts

MAX_WORDS = 10
WORD, LABEL, STEP = 170, 110, 44
"""Pixels for a word, for the label after the longest bar, and for a word with its two bars."""


@partial(cached_by_language, most=32)
def answer_bars(box: BoxCounts, answered: int, *, with_model: bool) -> Any:
    """Two bars per word: its share of the class's answers, and the model's probability. answered: the number of students who answered."""
    shown = box.first(MAX_WORDS) if with_model else tuple(one for one in box.answers if one.count)[:MAX_WORDS]
    rows = []
    for place, answer in enumerate(shown, start=1):
        share = answer.count / answered if answered else 0.0
        label = f"{number(answer.count, ',')}  ({percent(share)})" if answer.count else "0"
        row = {"word": localized(answer.title), "place": place, "ink": "ink"}
        rows.append(row | {"who": _("Class"), "share": share, "label": label})
        if with_model:
            rows.append(row | {"who": _("Model"), "share": answer.share or 0.0, "label": percent(answer.share) if answer.share else "–"})
    return with_rows(drawn_bars(with_model=with_model), pd.DataFrame(rows))


@cached_by_language
def drawn_bars(*, with_model: bool) -> Any:
    who = [_("Class"), _("Model")][: 2 if with_model else 1]
    span = alt.Scale(domain=[0, 1], range=[WORD, alt.ExprRef(f"max(width - {LABEL}, {WORD + 20})")])
    share = alt.X("share:Q", axis=None, scale=span)
    offset = alt.YOffset("who:N", sort=who, scale=alt.Scale(domain=who, paddingOuter=0.15, paddingInner=0.1))
    tooltip = [alt.Tooltip(field, title=title) for field, title in (("word:N", _("answer")), ("who:N", " "), ("label:N", _("share")))]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    legend = alt.Legend(orient="top", title=None) if with_model else None
    color = alt.Color("who:N", scale=alt.Scale(domain=who), legend=legend)
    bars = base.mark_bar(cornerRadiusEnd=3).encode(x=share, yOffset=offset, color=color)
    labels = base.mark_text(align="left", dx=7, fontSize=13).encode(x=share, yOffset=offset, text="label:N", color=ink())
    words = base.mark_text(align="left", fontSize=15, limit=WORD - 10).encode(x=alt.value(0), text="word:N", color=ink())
    layers = alt.layer(bars, words, labels).resolve_scale(color="independent")
    description = _("One row per answer: the share of the class that gave it, and the share that the model gives it.")
    return layers.properties(height=alt.Step(STEP if with_model else STEP * 2 // 3, **{"for": "position"}), description=description)
