"""Embeddings: senses by layer, and neighbours beside unrelated pairs."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.charts.palette import ink
from bertplay.i18n import N_, _, cached_by_language, pgettext
from bertplay.results.embeddings import Baseline, Neighbour, SenseSeparation

MAX_LETTERS = 64
KINDS = (N_("cosine"), N_("centred"))
UNRELATED = N_("unrelated pairs, nine in ten")


def separation_lines(found: SenseSeparation) -> Any:
    """Accuracy of the nearest centroid by layer, beside the majority baseline."""
    rows = pd.DataFrame([(one.layer, one.accuracy, found.majority, one.silhouette) for one in found.layers])
    rows.columns = ["layer", "accuracy", "majority", "silhouette"]
    return with_rows(
        drawn_separation(),
        rows.assign(ink="ink", floor=[_("most frequent sense: {majority:.0%}", majority=found.majority)] + [""] * (len(rows) - 1)),
    )


@cached_by_language
def drawn_separation() -> Any:
    base = alt.Chart(ROWS).encode(x=layer_axis())
    scale = alt.Scale(domain=[0, 1], range=[alt.ExprRef("height"), 26])  # room for the label of 100%
    share = alt.Y("accuracy:Q", title=_("nearest to its own sense"), axis=alt.Axis(format="%", tickCount=5), scale=scale)
    tooltip = [
        alt.Tooltip("layer:O", title=_("layer")),
        alt.Tooltip("accuracy:Q", title=_("accuracy"), format=".0%"),
        alt.Tooltip("silhouette:Q", title=_("silhouette"), format=".2f"),
    ]
    line = base.mark_line(point={"size": 70}, strokeWidth=2.5).encode(y=share, tooltip=tooltip)
    names = base.mark_text(dy=-14, fontSize=13).encode(y=share, text=alt.Text("accuracy:Q", format=".0%"), color=ink())
    floor = base.mark_line(strokeDash=[5, 4], opacity=0.7).encode(y="majority:Q", color=ink())
    labels = base.mark_text(align="left", dy=12, fontSize=12, opacity=0.85).encode(y="majority:Q", text="floor:N", color=ink())
    description = _("By layer, the share of sentences whose vector is nearest to the centre of its own sense.")
    layers = alt.layer(floor, labels, line, names).resolve_scale(color="independent")
    return layers.properties(height=320, description=description)


def cosine_lines(found: SenseSeparation, *, centred: bool) -> Any:
    """Mean cosine by layer between occurrences of the same sense, of different senses, and between any two words."""
    rows = [
        (one.layer, kind, value)
        for one in found.layers
        for kind, value in (
            (_("same sense"), one.within_centred if centred else one.within),
            (_("different senses"), one.across_centred if centred else one.across),
            (_("any two words"), 0.0 if centred else one.random),
        )
    ]
    return with_rows(drawn_cosines(), pd.DataFrame(rows, columns=["layer", "pair", "cosine"]))


@cached_by_language
def drawn_cosines() -> Any:
    order = [_("same sense"), _("different senses"), _("any two words")]
    lines = (
        alt.Chart(ROWS)
        .mark_line(point={"size": 50}, strokeWidth=2.5)
        .encode(
            x=layer_axis(),
            y=alt.Y("cosine:Q", title=_("mean cosine"), axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("pair:N", sort=order, legend=legend_above("long")),
            tooltip=[
                alt.Tooltip("layer:O", title=_("layer")),
                alt.Tooltip("pair:N", title=_("pair")),
                alt.Tooltip("cosine:Q", title=_("cosine"), format=".2f"),
            ],
        )
    )
    return lines.properties(
        height=300, description=_("Mean cosines by layer, of the same sense, of different senses and of any two words.")
    )


def layer_axis() -> Any:
    return alt.X("layer:O", title=_("layer (0: the sum of the embeddings)"), axis=alt.Axis(labelAngle=0))


def neighbour_dots(nearest: tuple[Neighbour, ...], baseline: Baseline, centred_baseline: Baseline) -> Any:
    """One row per neighbour: its centred and its raw cosine; the first row shows the range of nine in ten unrelated pairs."""
    bands = [(_(UNRELATED), kind, one.mean, one.low, one.high) for kind, one in zip(KINDS, (baseline, centred_baseline), strict=True)]
    dots = [(near.text[:MAX_LETTERS], kind, value, None, None) for near in nearest for kind, value in zip(KINDS, values(near), strict=True)]
    rows = pd.DataFrame(bands + dots, columns=["text", "kind", "cosine", "low", "high"])
    places = {text: place for place, text in enumerate(dict.fromkeys(rows["text"]))}
    return with_rows(drawn_neighbours(), rows.assign(place=rows["text"].map(places), measure=rows["kind"].map(_), ink="ink"))


def values(near: Neighbour) -> tuple[float, float]:
    """In the order of KINDS."""
    return near.cosine, near.centred


@cached_by_language
def drawn_neighbours() -> Any:
    row = alt.Y("place:O", axis=None)
    span = alt.Scale(domain=[-0.6, 1])
    color = alt.Color("measure:N", scale=alt.Scale(domain=[_(KINDS[1]), _(KINDS[0])]), legend=legend_above("short"))
    across = alt.X("cosine:Q", title=None, scale=span, axis=alt.Axis(tickCount=8, orient="top"))
    tooltip = [
        alt.Tooltip("text:N", title=_("text")),
        alt.Tooltip("measure:N", title=pgettext("a cosine", "kind")),
        alt.Tooltip("cosine:Q", title=_("cosine"), format=".2f"),
    ]
    base = alt.Chart(ROWS)
    bands = base.mark_bar(height=6, opacity=0.5, cornerRadius=3).encode(
        x=alt.X("low:Q", title=None, scale=span), x2="high", y=row, color=color.legend(None)
    )
    dots = base.mark_point(size=85, filled=True, opacity=1).encode(x=across, y=row, color=color, tooltip=tooltip)
    names = base.mark_text(align="left", dy=-16, fontSize=13, limit=560).encode(x=alt.value(0), y=row, text="text:N", color=ink())
    names = names.transform_filter(f"datum.kind == '{KINDS[1]}'")
    description = _("The nearest ones with their cosines and centred cosines, and above them the cosines of unrelated pairs.")
    return alt.layer(bands, dots, names).resolve_scale(color="independent").properties(height=alt.Step(42), description=description)
