"""A training over its steps: loss, accuracy, learning rate, the movement of layers, the reader's own sentences.

All figures of a run share their horizontal axis, the step, from 0 to the last one that is planned, so that one can
be read below the other.
"""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.i18n import N_, _, cached_by_language, pgettext
from bertplay.results.training_curves import RunCurves

HEIGHT, LOW = 290, 170
"""Pixels, with the names of the lines above and the axis below."""
LOSSES = (N_("each step"), N_("training"), N_("held out"))
MAJORITY = "majority"
LINES = {MAJORITY: N_("always the most frequent")}
"""Kinds of lines that are called otherwise than they are named in the data."""
EXTENT = 46
"""Pixels for the numbers of a vertical axis: the same in all figures."""


def loss_lines(curves: RunCurves) -> Any:
    """Training and held-out loss, with the loss of the steps faint behind them."""
    points = [(point.step, point.loss, LOSSES[0]) for point in curves.steps]
    for point in curves.evaluations:
        points += [(point.step, point.train_loss, LOSSES[1]), (point.step, point.eval_loss, LOSSES[2])]
    return with_rows(drawn_losses(), frame(points, ("step", "value", "kind"), curves.total_steps))


def accuracy_lines(curves: RunCurves) -> Any:
    """Accuracy (and F1 for entities), beside the majority baseline."""
    points = [(point.step, point.accuracy, N_("accuracy")) for point in curves.evaluations]
    points += [(point.step, point.f1, N_("F1 of entities")) for point in curves.evaluations if point.f1 is not None]
    if curves.majority_share:
        points += [(step, curves.majority_share, MAJORITY) for step in (0, max(1, curves.total_steps))]
    description = _("Accuracy on the held-out examples over the steps of a run.")
    return with_rows(drawn_shares(description), frame(points, ("step", "value", "kind"), curves.total_steps))


def rate_line(curves: RunCurves) -> Any:
    """The learning rate: it rises during the warm-up, then falls to 0."""
    points = [(point.step, point.learning_rate, N_("learning rate")) for point in curves.steps]
    return with_rows(drawn_rate(), frame(points, ("step", "value", "kind"), curves.total_steps))


def movement_lines(curves: RunCurves) -> Any:
    """How far each layer has moved from its initial weights, one line per layer."""
    points = [
        (point.step, share, _("embeddings") if layer == 0 else _("layer {layer}", layer=layer), layer)
        for point in curves.evaluations
        for layer, share in enumerate(point.layer_movement)
    ]
    return with_rows(drawn_movement(), frame(points, ("step", "value", "kind", "order"), curves.total_steps))


def probe_lines(curves: RunCurves, label: str) -> Any:
    """The probability of one label for each of the reader's sentences, by their numbers."""
    points = [
        (point.step, answer.probability(label), _("sentence {number}", number=number))
        for point in curves.evaluations
        for number, answer in enumerate(point.probes, 1)
    ]
    description = _("A line for each sentence of your own over the steps of a run: the probability of one label.")
    return with_rows(drawn_shares(description), frame(points, ("step", "value", "kind"), curves.total_steps))


def frame(points: Iterable[tuple[Any, ...]], columns: tuple[str, ...], last: int) -> pd.DataFrame:
    """Rows of a line chart; `last` is where the axis ends, `line` is the name of a line, translated."""
    rows = pd.DataFrame(list(points), columns=list(columns))
    return rows.assign(last=max([last, 1, *rows["step"]]), line=[_(LINES.get(kind, kind)) for kind in rows["kind"]])


@cached_by_language
def drawn_losses() -> Any:
    """Two lines with points, and a faint one."""
    base = alt.Chart(ROWS).encode(
        x=step_axis(), y=value_axis(_("loss, nats")), color=kind_color([_(kind) for kind in LOSSES]), tooltip=tips(".3f")
    )
    faint = base.transform_filter(f"datum.kind === '{LOSSES[0]}'").mark_line(strokeWidth=1, opacity=0.35)
    lines = base.transform_filter(f"datum.kind !== '{LOSSES[0]}'").mark_line(point=True)
    description = _("The loss of a run over its steps: in training and on the held-out examples.")
    return to_the_end(faint, lines).properties(height=HEIGHT, width="container", description=description)


@cached_by_language
def drawn_shares(description: str) -> Any:
    """Lines of shares from 0 to 1; the one of the majority is dashed and has no points."""
    dash = alt.condition(f"datum.kind === '{MAJORITY}'", alt.value([5, 4]), alt.value([1, 0]))
    y = value_axis(_("share"), domain=[0, 1], format_=".0%")
    base = alt.Chart(ROWS).encode(x=step_axis(), y=y, color=kind_color(), tooltip=tips(".1%"))
    lines = base.mark_line().encode(strokeDash=dash)
    points = base.transform_filter(f"datum.kind !== '{MAJORITY}'").mark_point(filled=True, size=36, opacity=1)
    return to_the_end(lines, points).properties(height=HEIGHT, width="container", description=description)


@cached_by_language
def drawn_rate() -> Any:
    y = value_axis(pgettext("an axis with little room", "learning rate"), format_=".1~e", zero="0")
    line = alt.Chart(ROWS).mark_line().encode(x=step_axis(), y=y, color=kind_color(legend=False), tooltip=tips(".3~g"))
    description = _("The learning rate of a run over its steps.")
    return to_the_end(line).properties(height=LOW, width="container", description=description)


@cached_by_language
def drawn_movement() -> Any:
    """One line a layer, the higher the deeper in colour."""
    shown = {"symbolType": "stroke", "symbolStrokeWidth": 3, "columns": alt.ExprRef("width < 420 ? 4 : 13")}
    legend = legend_above("short", title=_("layer (0: embeddings)"), titleLimit=260, **shown)
    color = alt.Color("order:O", legend=legend)
    ends = alt.Chart(ROWS).transform_filter("datum.step > 0").encode(x=step_axis(), y=value_axis("|W − W₀| / |W₀|", format_=".2~%"))
    tooltip = [
        alt.Tooltip("line:N", title=_("part")),
        alt.Tooltip("step:Q", title=_("step")),
        alt.Tooltip("value:Q", format=".3~%", title=_("moved")),
    ]
    lines = ends.mark_line(point=True).encode(color=color, detail="line:N", tooltip=tooltip)
    description = _("A line for each layer over the steps of a run: how far its weights moved from where they began.")
    return to_the_end(lines).properties(height=HEIGHT, width="container", description=description)


def step_axis() -> Any:
    """From 0 to the last step that is planned, however far the run is."""
    return alt.X("step:Q", title=_("step"), scale=alt.Scale(zero=True, nice=False), axis=alt.Axis(tickMinStep=1, grid=False))


def to_the_end(*layers: Any) -> Any:
    """The layers, and an invisible point at the last step that is planned: it makes the axis as long as the run."""
    return alt.layer(alt.Chart(ROWS).mark_point(opacity=0).encode(x="last:Q"), *layers)


def value_axis(title: str, domain: list[float] | None = None, format_: str = "~g", zero: str = "") -> Any:
    """zero: how 0 is written, where the format would make it "0e+0"."""
    scale = alt.Scale(domain=domain) if domain else alt.Scale(zero=True)
    label = f"datum.value === 0 ? '{zero}' : datum.label" if zero else alt.Undefined
    return alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(format=format_, labelExpr=label, minExtent=EXTENT, tickCount=5))


def kind_color(domain: list[str] | None = None, *, legend: bool = True) -> Any:
    """One colour of the theme for each kind of line, named above the figure."""
    scale = alt.Scale(domain=domain) if domain else alt.Undefined
    return alt.Color(
        "line:N",
        title=None,
        scale=scale,
        sort=None,
        legend=legend_above("long", symbolOpacity=1, symbolType="stroke", symbolStrokeWidth=3) if legend else None,
    )


def tips(format_: str) -> list[Any]:
    return [
        alt.Tooltip("line:N", title=" "),
        alt.Tooltip("step:Q", title=_("step")),
        alt.Tooltip("value:Q", title=_("value"), format=format_),
    ]
