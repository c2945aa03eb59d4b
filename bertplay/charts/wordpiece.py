"""Words, pieces and vocabularies, drawn."""

from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.palette import ink
from bertplay.results.wordpiece import Share, TokenizerComparison, VocabularyGrowth, VocabularyMakeup, WordCount
from bertplay.wording import as_told, cached_by_language, english, number, percent, t, t_as

ROW = 27
"""Pixels a row."""
WORD, LABEL = 170, 110
"""Pixels kept for the name before a bar, and for the figure behind the longest."""
SERIES = [english("whole word"), "piece"]
"""Names of two colours, not shown."""


def count_bars(word: WordCount, listed_from: int) -> Any:
    """A word and its pieces: how often each stands in the training text, on a scale of powers of ten.

    A word that is not listed has no bar but the words "at most 6 times".
    """
    names = [(word.word, word.count, 0), *((piece.piece, piece.count, 1) for piece in word.pieces)]
    unlisted = {0: t("at most {n:,} times", n=listed_from), 1: t("not counted for this model")}
    rows = pd.DataFrame(
        {
            "place": range(len(names)),
            "name": [name for name, _, _ in names],
            "count": [max(count or 1, 1) for _, count, _ in names],
            "start": 1,
            "series": [SERIES[kind] for _, _, kind in names],
            "label": [number(count, ",") if count is not None else unlisted[kind] for _, count, kind in names],
            "ink": "ink",
        }
    )
    return with_rows(drawn_bars("log"), rows)


def share_bars(shares: tuple[Share, ...]) -> Any:
    """What a vocabulary is made of: so many pieces of each sort, the largest first."""
    total = sum(share.count for share in shares)
    rows = pd.DataFrame(
        {
            "place": range(len(shares)),
            "name": [t(share.name) for share in shares],
            "count": [share.count for share in shares],
            "start": 0,
            "series": SERIES[1],
            "label": [f"{number(share.count, ',')}  ({percent(share.count / total)})" for share in shares],
            "ink": "ink",
        }
    )
    return with_rows(drawn_bars("linear"), rows)


@cached_by_language
def drawn_bars(kind: str) -> Any:
    """Horizontal bars by `count` in the order of `place`, `label` behind their ends; a "log" or a "linear" scale."""
    span: Any = [WORD, alt.ExprRef(f"max(width - {LABEL}, {WORD + 20})")]
    scale = alt.Scale(type="log", domainMin=1, nice=False, range=span) if kind == "log" else alt.Scale(zero=True, nice=False, range=span)
    across = alt.X("count:Q", axis=None, scale=scale)
    tooltip = [alt.Tooltip("name:N", title=t("name")), alt.Tooltip("label:N", title=t("times") if kind == "log" else t("pieces"))]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    colour = alt.Color("series:N", legend=None, scale=alt.Scale(domain=[*reversed(SERIES), "3", "4", "5", "ink"]))
    filled = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.66}).encode(x=across, x2="start:Q", color=colour)
    names = base.mark_text(align="left", fontSize=14, limit=WORD - 10).encode(x=alt.value(0), text="name:N", color=ink())
    labels = base.mark_text(align="left", dx=7, fontSize=13).encode(x=across, text="label:N", color=ink())
    description = t("Bars with a name before each and its count behind it.")
    layers = alt.layer(filled, names, labels).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)


def length_bars(makeup: VocabularyMakeup) -> Any:
    """How long the pieces are: words and beginnings beside continuations, by their characters without ##."""
    rows = pd.DataFrame(
        [
            (length, sort, count)
            for length, begins, goes_on in makeup.lengths
            for sort, count in ((t("begins a word"), begins), (t("continues one"), goes_on))
        ],
        columns=["length", "sort", "count"],
    )
    return with_rows(drawn_lengths(), rows)


@cached_by_language
def drawn_lengths() -> Any:
    """The drawing of `length_bars`, without rows."""
    bars = alt.Chart(ROWS).mark_bar(cornerRadiusEnd=2)
    bars = bars.encode(
        x=alt.X("length:O", title=t("characters"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=t("pieces")),
        xOffset="sort:N",
        color=alt.Color("sort:N", title=None, legend=alt.Legend(orient="top")),
        tooltip=[
            alt.Tooltip("sort:N", title=t("sort")),
            alt.Tooltip("length:O", title=t("characters")),
            alt.Tooltip("count:Q", format=",", title=t("pieces")),
        ],
    )
    return bars.properties(height=260, description=t("The pieces of a vocabulary by their length in characters."))


def comparison_dots(comparison: TokenizerComparison) -> Any:
    """Pieces a word: a line for each text, a dot for each model. Texts without spaces between words have none."""
    rows = pd.DataFrame(
        [
            (as_told(row.model_title), t(row.sample), row.pieces_per_word, row.pieces, row.unknown)
            for row in comparison.samples
            if row.words
        ],
        columns=["model", "sample", "average", "pieces", "unknown"],
    )
    return with_rows(drawn_dots(), rows)


@cached_by_language
def drawn_dots() -> Any:
    """The drawing of `comparison_dots`, without rows."""
    dots = alt.Chart(ROWS).mark_circle(size=130, opacity=0.9)
    return dots.encode(
        x=alt.X("average:Q", title=t("pieces a word"), scale=alt.Scale(zero=False, domainMin=1, padding=12)),
        y=alt.Y("sample:N", title=None, sort=None, axis=alt.Axis(grid=True, labelLimit=150)),
        color=alt.Color("model:N", title=None, legend=alt.Legend(orient="top", columns=3, labelLimit=220)),
        tooltip=[
            alt.Tooltip("model:N", title=t("model")),
            alt.Tooltip("sample:N", title=t("text")),
            alt.Tooltip("average:Q", format=".2f", title=t("pieces a word")),
            alt.Tooltip("pieces:Q", title=t("pieces")),
            alt.Tooltip("unknown:Q", title=t_as("pieces", "unknown")),
        ],
    ).properties(height=alt.Step(30), description=t("Pieces a word for each text and each model, as dots."))


def growth_lines(growths: tuple[VocabularyGrowth, ...], size: int) -> Any:
    """How pieces a word fall while a vocabulary grows: a line a rule, and a mark at the size that is looked at."""
    rows = pd.DataFrame(
        [(t(growth.rule), pieces, average, size) for growth in growths for pieces, average in growth.points],
        columns=["rule", "pieces", "average", "size"],
    )
    return with_rows(drawn_growth(), rows.assign(ink="ink"))


@cached_by_language
def drawn_growth() -> Any:
    """The drawing of `growth_lines`, without rows."""
    base = alt.Chart(ROWS)
    lines = base.mark_line(point=True, strokeWidth=2.5).encode(
        x=alt.X("pieces:Q", title=t("pieces in the vocabulary"), scale=alt.Scale(zero=False, nice=False)),
        y=alt.Y("average:Q", title=t("pieces a word"), scale=alt.Scale(zero=False)),
        color=alt.Color("rule:N", title=None, legend=alt.Legend(orient="top")),
        tooltip=[
            alt.Tooltip("rule:N", title=t("rule")),
            alt.Tooltip("pieces:Q", title=t("pieces"), format=","),
            alt.Tooltip("average:Q", format=".2f", title=t("pieces a word")),
        ],
    )
    here = base.mark_rule(strokeDash=[4, 4], opacity=0.6).encode(x="mean(size):Q", color=ink())
    layers = alt.layer(here, lines).resolve_scale(color="independent")
    return layers.properties(height=260, description=t("Pieces a word by the size of the vocabulary, a line for each rule of merging."))
