"""A fine-tuned model after its run, drawn: its confusion matrix, its calibration, the words that its prediction depends on."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.i18n import N_, _, cached_by_language, percent
from bertplay.results.tuned_model import Calibration, Confusion, Forgetting, WordImportance

CELL = 44
"""Pixels."""
WORD = 120
"""Pixels kept for a word before its line."""
BEFORE, AFTER = N_("before"), N_("after")
PICKED = "cell"
"""The name of the selection: a click on a cell."""
SCALE_END, FILLED = 2.2, 0.6
"""The share where the ramp of the matrix would end, and how much of its colour a cell has: the number on it can always be read."""


def confusion_heat_map(confusion: Confusion, outlined: tuple[str, str] | None = None) -> Any:
    """Rows: the true label, columns: the predicted one. The darker a cell, the greater its share of the row; a click picks it.

    outlined   (true label, predicted label) of the cell whose examples are shown, however it was chosen
    """
    rows = pd.DataFrame(
        {
            "truth": truth,
            "prediction": prediction,
            "count": confusion.counts[i][j],
            "share": confusion.counts[i][j] / max(1, sum(confusion.counts[i])),
            "is_right": i == j,
            "is_outlined": (truth, prediction) == outlined,
            "ink": "ink",
        }
        for i, truth in enumerate(confusion.labels)
        for j, prediction in enumerate(confusion.labels)
    )
    return with_rows(drawn_confusion(), rows)


@cached_by_language
def drawn_confusion() -> Any:
    level: dict[str, Any] = {"labelAngle": 0, "ticks": False, "domain": False, "labelFlush": False, "labelOverlap": False}
    across, down = alt.Axis(labelLimit=alt.ExprRef("max(24, bandwidth('x') - 2)"), **level), alt.Axis(labelLimit=140, **level)
    base = alt.Chart(ROWS).encode(
        x=alt.X("prediction:N", title=_("predicted label"), axis=across, sort=None, scale=alt.Scale(padding=0)),
        y=alt.Y("truth:N", title=_("true label"), axis=down, sort=None, scale=alt.Scale(padding=0)),
        tooltip=[
            alt.Tooltip("truth:N", title=_("truth")),
            alt.Tooltip("prediction:N", title=_("prediction")),
            alt.Tooltip("count:Q", title=_("count")),
            alt.Tooltip("share:Q", title=_("share"), format=".1%"),
        ],
    )
    picked = alt.selection_point(name=PICKED, fields=["truth", "prediction"], on="click", empty=False)
    color = alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, SCALE_END]))
    width = alt.condition("datum.is_outlined", alt.value(3), alt.value(0))
    cells = (
        base.mark_rect(cursor="pointer", fillOpacity=FILLED).encode(color=color, stroke=ink_stroke(), strokeWidth=width).add_params(picked)
    )
    counts = base.mark_text(fontSize=15).encode(text="count:Q", color=ink())
    description = _("How many examples of each true label the model took for each label.")
    return alt.layer(cells, counts).resolve_scale(color="independent").properties(height=alt.Step(CELL), description=description)


def ink_stroke() -> Any:
    """The outline of a picked cell in the colour of text."""
    return alt.Stroke("ink:N", legend=None, scale=alt.Scale(domain=["1", "2", "3", "4", "5", "ink"]))


def calibration_points(calibration: Calibration) -> Any:
    """Across, the confidence of the model; up, its accuracy. On the dashed line both agree; below it the model is overconfident."""
    rows = pd.DataFrame(
        {"confidence": one.confidence, "accuracy": one.accuracy, "count": one.count, "ink": "ink"} for one in calibration.bins
    )
    return with_rows(drawn_calibration(), rows)


@cached_by_language
def drawn_calibration() -> Any:
    shares = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", tickCount=5)
    base = alt.Chart(ROWS).encode(x=alt.X("confidence:Q", title=_("confidence"), scale=shares, axis=axis))
    size = alt.Size("count:Q", legend=None, scale=alt.Scale(range=[40, 500]))
    tooltip = [
        alt.Tooltip("confidence:Q", title=_("confidence"), format=".1%"),
        alt.Tooltip("accuracy:Q", title=_("accuracy"), format=".1%"),
        alt.Tooltip("count:Q", title=_("count")),
    ]
    height = alt.Y("accuracy:Q", title=_("accuracy"), scale=shares, axis=axis)
    points = base.mark_circle(opacity=0.9).encode(y=height, size=size, tooltip=tooltip)
    joined = base.mark_line(strokeWidth=1.5).encode(y=height)
    ends = {"x": alt.datum(0), "y": alt.datum(0), "x2": alt.datum(1), "y2": alt.datum(1)}
    even = alt.Chart(ROWS).mark_rule(strokeDash=[5, 4], opacity=0.6).encode(**ends, color=ink())
    description = _("The accuracy of the model by its confidence.")
    return alt.layer(even, joined, points).resolve_scale(color="independent").properties(height=300, description=description)


def importance_bars(importance: WordImportance) -> Any:
    """A bar a word, in the order of the text: how much less probable the prediction is without it; evidence against it is labelled so.

    One bar fills the width at 100%, as do those of the labels above.
    """
    rows = pd.DataFrame(
        {
            "word": [one.word for one in importance.words],
            "place": range(1, len(importance.words) + 1),
            "evidence": [abs(one.change) for one in importance.words],
            "tone": ["1" if one.change > 0 else "2" for one in importance.words],
            "label": [change_in_words(one.change) for one in importance.words],
        }
    )
    description = _("How much each word of the text contributes to the prediction.")
    return bars(rows, "evidence", description, Widths(word=130, label=170), longest=1.0)


def change_in_words(change: float) -> str:
    """0.12 -> "12%", -0.03 -> "spoke against it: 3.0%"; next to nothing -> "0%"."""
    if abs(change) < 0.0005:
        return percent(0)
    return percent(change) if change > 0 else _("against it: {share}", share=percent(-change))


def forgetting_lines(forgetting: Forgetting, most: int = 12) -> Any:
    """The words whose probability fell most, before and after, joined by a line."""
    rows = pd.DataFrame(
        {
            "place": place,
            "text": one.text,
            "word": one.word,
            "when": when,
            "moment": _(when),
            "probability": probability,
            "prediction": prediction,
            "ink": "ink",
        }
        for place, one in enumerate(forgetting.words[:most], 1)
        for when, probability, prediction in ((BEFORE, one.before, one.prediction_before), (AFTER, one.after, one.prediction_after))
    )
    return with_rows(drawn_forgetting(), rows)


@cached_by_language
def drawn_forgetting() -> Any:
    place = alt.Y("place:O", axis=None)
    span = alt.Scale(domain=[0, 1], range=[WORD, alt.ExprRef("width - 12")])
    axis = alt.Axis(format="%", orient="top", tickCount=5)
    across = alt.X("probability:Q", title=_("probability of the masked word"), scale=span, axis=axis)
    shown = (
        alt.Tooltip("text:N", title=_("text")),
        alt.Tooltip("word:N", title=_("word")),
        alt.Tooltip("moment:N", title=_("when")),
        alt.Tooltip("probability:Q", title=_("probability"), format=".1%"),
    )
    base = alt.Chart(ROWS).encode(y=place, tooltip=[*shown, alt.Tooltip("prediction:N", title=_("prediction"))])
    words = base.transform_filter(f"datum.when == '{BEFORE}'").mark_text(align="left", fontSize=14, limit=WORD - 12)
    words = words.encode(x=alt.value(0), text="word:N", color=ink())
    base = base.encode(x=across)
    when = alt.Color("moment:N", sort=[_(BEFORE), _(AFTER)], legend=alt.Legend(orient="top", title=None))
    lines = base.mark_line(strokeWidth=1.5, opacity=0.5).encode(detail="place:O")
    points = base.mark_circle(size=110, opacity=1).encode(color=when)
    description = _("The probability of masked words before and after fine-tuning.")
    layers = alt.layer(lines, points, words).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(26), description=description)
