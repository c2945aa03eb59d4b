"""How a training went, drawn."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.results.pretraining import TrainingLog
from bertplay.wording import cached_by_language, mark, t

MEASURES = {
    "loss": mark("loss of a hidden piece, nats"),
    "top1": mark("hidden pieces guessed first"),
    "pair": mark("sentence pairs told apart"),
}
HEIGHT = 280


def training_curves(logs: tuple[TrainingLog, ...], domain: str, measure: str) -> Any:
    """One line for each model on the held-out text of one domain, over the tokens seen, on a logarithmic axis.

    measure   "loss", "top1" or "pair"
    """
    rows = [
        {"model": log.model, "tokens": p.tokens, "value": getattr(p, measure)}
        for log in logs
        for p in log.points
        if p.domain == domain and p.tokens > 0 and getattr(p, measure) is not None
    ]
    return with_rows(drawn_curves(domain, measure), pd.DataFrame(rows, columns=["model", "tokens", "value"]))


@cached_by_language
def drawn_curves(domain: str, measure: str) -> Any:
    """The drawing of `training_curves`, without rows."""
    form = ".1f" if measure == "loss" else ".0%"
    x = alt.X(
        "tokens:Q", scale=alt.Scale(type="log", nice=False), title=t("tokens seen"), axis=alt.Axis(format="~s", grid=False, tickCount=5)
    )
    y = alt.Y("value:Q", title=t(MEASURES[measure]), scale=alt.Scale(zero=False), axis=alt.Axis(format=form))
    tooltip = [
        alt.Tooltip("model:N", title=t("model")),
        alt.Tooltip("tokens:Q", format=",d", title=t("tokens")),
        alt.Tooltip("value:Q", format=".3~g", title=t("value")),
    ]
    color = alt.Color("model:N", sort=None, legend=alt.Legend(title=None, orient="top", columns=3, symbolType="stroke"))
    chart = alt.Chart(ROWS).mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=14)).encode(x=x, y=y, color=color, tooltip=tooltip)
    described = mark("Curves over the tokens seen: {measure}, on held-out {domain} text.")
    return chart.properties(height=HEIGHT, description=t(described, measure=t(MEASURES[measure]), domain=t(domain)))
