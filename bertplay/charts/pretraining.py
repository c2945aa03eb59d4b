from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.i18n import N_, _, cached_by_language
from bertplay.results.pretraining import TrainingLog

MEASURES = {
    "loss": N_("masked-token loss, nats"),
    "top1": N_("top-1 accuracy on masked tokens"),
    "pair": N_("accuracy on sentence pairs"),
}
HEIGHT = 320
IN_ROWS = alt.ExprRef("width < 420 ? 2 : 5")
"""Columns of the legend."""


def training_curves(logs: tuple[TrainingLog, ...], domain: str, measure: str) -> Any:
    """One line for each model on the held-out text of one domain, over the tokens seen, on a logarithmic axis. The legend says how many
    tokens each had seen in the end.

    measure   "loss", "top1" or "pair"
    """
    rows = [
        {"model": name_of(log), "tokens": p.tokens, "value": getattr(p, measure)}
        for log in logs
        for p in log.points
        if p.domain == domain and p.tokens > 0 and getattr(p, measure) is not None
    ]
    return with_rows(drawn_curves(domain, measure), pd.DataFrame(rows, columns=["model", "tokens", "value"]))


def name_of(log: TrainingLog) -> str:
    """BERT: 274 M"""
    return _("{model}: {millions:.0f} M", model=log.title, millions=log.tokens / 1e6)


@cached_by_language
def drawn_curves(domain: str, measure: str) -> Any:
    form = ".1f" if measure == "loss" else ".0%"
    x = alt.X(
        "tokens:Q", scale=alt.Scale(type="log", nice=False), title=_("tokens seen"), axis=alt.Axis(format="~s", grid=False, tickCount=5)
    )
    y = alt.Y("value:Q", title=_(MEASURES[measure]), scale=alt.Scale(zero=False), axis=alt.Axis(format=form))
    tooltip = [
        alt.Tooltip("model:N", title=_("model")),
        alt.Tooltip("tokens:Q", format=",d", title=_("tokens")),
        alt.Tooltip("value:Q", format=".3~g", title=_("value")),
    ]
    legend = alt.Legend(title=_("tokens seen by each model"), orient="top", columns=IN_ROWS, symbolType="stroke")
    color = alt.Color("model:N", sort=None, legend=legend)
    chart = alt.Chart(ROWS).mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=14)).encode(x=x, y=y, color=color, tooltip=tooltip)
    described = N_("Curves over the tokens seen: {measure}, on held-out {domain} text.")
    return chart.properties(height=HEIGHT, description=_(described, measure=_(MEASURES[measure]), domain=_(domain)))
