"""Several runs: their curves over each other, seeds as a band, and accuracy over the number of examples."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.charts.training_curves import EXTENT, HEIGHT
from bertplay.i18n import N_, _, cached_by_language
from bertplay.results.few_examples import FewExamples
from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import Evaluated

MEASURES = {
    "accuracy": N_("accuracy"),
    "f1": N_("F1 of entities"),
    "eval_loss": N_("held-out loss, nats"),
    "train_loss": N_("training loss, nats"),
}


def measured(point: Evaluated, measure: str) -> float | None:
    """One figure of an evaluation; None where it has none."""
    value: float | None = getattr(point, measure)
    return value


def compared_lines(runs: Sequence[RunCurves], measure: str, by_group: bool) -> Any:
    """One line a run over the share of its training; with `by_group` one a group: the mean of its seeds in a band from worst to best."""
    found: dict[tuple[str, float], list[float]] = defaultdict(list)
    for number, run in enumerate(runs, 1):
        for point in run.evaluations:
            value = measured(point, measure)
            if value is not None:
                name = run.group if by_group else f"{number}. {run.name}"
                found[name, round(point.step / max(1, run.total_steps), 3)].append(value)
    # What learns in one go, as word counts do, has one figure at the end; as a line from the start it can be compared on the way.
    figures = Counter(name for name, _ in found)
    found |= {(name, 0.0): values for (name, share), values in found.items() if share == 1 and figures[name] == 1}
    points = [(name, share, mean(values), min(values), max(values), len(values)) for (name, share), values in found.items()]
    rows = pd.DataFrame(points, columns=["name", "done", "value", "low", "high", "seeds"])
    return with_rows(drawn_comparison(_(MEASURES[measure]), is_share=not measure.endswith("loss")), rows)


def efficiency_lines(few: FewExamples, names: Mapping[str, str]) -> Any:
    """What each run reached over the number of examples it learned from, a line a method under its name, seeds as a band."""
    points = [(names[method], size, mean(values), min(values), max(values), len(values)) for (method, size), values in few.scores().items()]
    rows = pd.DataFrame(points, columns=["name", "examples", "value", "low", "high", "seeds"])
    return with_rows(drawn_efficiency(_(MEASURES[few.measure]), is_share=True), rows)


@cached_by_language
def drawn_comparison(title: str, *, is_share: bool) -> Any:
    """Lines over the share of the training that is done: runs of different lengths begin and end together."""
    x = alt.X("done:Q", title=_("share of the training"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", grid=False))
    description = _("A line for each run or group of runs over the steps: {measure}.", measure=title)
    return lines_in_bands(x, title, is_share).properties(height=HEIGHT + 60, width="container", description=description)


@cached_by_language
def drawn_efficiency(title: str, *, is_share: bool) -> Any:
    """Lines over the number of examples; each step to the right doubles it."""
    x = alt.X("examples:Q", title=_("training examples"), scale=alt.Scale(type="log", base=2), axis=alt.Axis(grid=False, format="d"))
    description = _("A line for each group of runs over the number of training examples: {measure}.", measure=title)
    return lines_in_bands(x, title, is_share).properties(height=HEIGHT + 140, width="container", description=description)


def lines_in_bands(x: Any, title: str, is_share: bool) -> Any:
    """A line with points through the means, and a band from the lowest to the highest."""
    format_ = ".0%" if is_share else "~g"
    scale = alt.Scale(domain=[0, 1]) if is_share else alt.Scale(zero=True)
    axis = alt.Axis(format=format_, minExtent=EXTENT, tickCount=6)
    color = alt.Color("name:N", title=None, sort=None, legend=legend_above("long", symbolOpacity=1))
    tip = ".1%" if is_share else ".3f"
    tooltip = [
        alt.Tooltip("name:N", title=_("run")),
        alt.Tooltip(x.to_dict()["field"] + ":Q", title=x.to_dict()["title"]),
        alt.Tooltip("value:Q", title=_("value"), format=tip),
        alt.Tooltip("seeds:Q", title=_("seeds")),
    ]
    base = alt.Chart(ROWS).encode(x=x, color=color)
    band = base.mark_area(opacity=0.16).encode(y=alt.Y("low:Q", scale=scale, title=title, axis=axis), y2="high:Q")
    lines = base.mark_line(point=True).encode(y=alt.Y("value:Q", scale=scale, title=title, axis=axis), tooltip=tooltip)
    return alt.layer(band, lines)
