"""Words, tokens and vocabularies, drawn."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from bertplay.charts.figure import ROWS, with_rows
from bertplay.charts.legend import legend_above
from bertplay.charts.palette import ink
from bertplay.i18n import _, cached_by_language, localized, number, percent, pgettext
from bertplay.results.wordpiece import Share, TokenizedSample, TokenizerComparison, TrainedVocabulary, VocabularyMakeup, WordCount

ROW = 27
"""Pixels a row."""
WORD, LABEL = 170, 110
"""Pixels reserved for the name before a bar, and for the figure after the longest."""
SERIES = ["whole word", "token"]
"""Names of two colours, not shown."""


def count_bars(word: WordCount, listed_from: int) -> Any:
    """A word and its tokens: how often each occurs in the training text, on a scale of powers of ten.

    A word that is not listed has no bar but the words "at most 6 times".
    """
    names = [(word.word, word.count, 0), *((token.token, token.count, 1) for token in word.tokens)]
    unlisted = {0: _("at most {n:,} times", n=listed_from), 1: _("not counted for this model")}
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
    """What a vocabulary consists of: the number of tokens of each kind, the largest first."""
    total = sum(share.count for share in shares)
    rows = pd.DataFrame(
        {
            "place": range(len(shares)),
            "name": [_(share.name) for share in shares],
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
    """Horizontal bars by `count` in the order of `place`, `label` after their ends; a "log" or a "linear" scale."""
    span: Any = [WORD, alt.ExprRef(f"max(width - {LABEL}, {WORD + 20})")]
    scale = alt.Scale(type="log", domainMin=1, nice=False, range=span) if kind == "log" else alt.Scale(zero=True, nice=False, range=span)
    across = alt.X("count:Q", axis=None, scale=scale)
    tooltip = [alt.Tooltip("name:N", title=_("name")), alt.Tooltip("label:N", title=_("times") if kind == "log" else _("tokens"))]
    base = alt.Chart(ROWS).encode(y=alt.Y("place:O", axis=None), tooltip=tooltip)
    colour = alt.Color("series:N", legend=None, scale=alt.Scale(domain=[*reversed(SERIES), "3", "4", "5", "ink"]))
    filled = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.66}).encode(x=across, x2="start:Q", color=colour)
    names = base.mark_text(align="left", fontSize=14, limit=WORD - 10).encode(x=alt.value(0), text="name:N", color=ink())
    labels = base.mark_text(align="left", dx=7, fontSize=13).encode(x=across, text="label:N", color=ink())
    description = _("Bars, each with its name on the left and its count on the right.")
    layers = alt.layer(filled, names, labels).resolve_scale(color="independent")
    return layers.properties(height=alt.Step(ROW), description=description)


def length_bars(makeup: VocabularyMakeup) -> Any:
    """The lengths of tokens: words and word beginnings beside continuations, in characters without ##."""
    rows = pd.DataFrame(
        [
            (length, kind, count)
            for length, begins, goes_on in makeup.lengths
            for kind, count in ((_("begins a word"), begins), (_("continues one"), goes_on))
        ],
        columns=["length", "kind", "count"],
    )
    return with_rows(drawn_lengths(), rows)


@cached_by_language
def drawn_lengths() -> Any:
    bars = alt.Chart(ROWS).mark_bar(cornerRadiusEnd=2)
    bars = bars.encode(
        x=alt.X("length:O", title=_("characters"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=_("tokens")),
        xOffset="kind:N",
        color=alt.Color("kind:N", title=None, legend=alt.Legend(orient="top")),
        tooltip=[
            alt.Tooltip("kind:N", title=_("kind")),
            alt.Tooltip("length:O", title=_("characters")),
            alt.Tooltip("count:Q", format=",", title=_("tokens")),
        ],
    )
    return bars.properties(height=260, description=_("The tokens of a vocabulary by their length in characters."))


EQUAL = " = "
"""Between the titles of models that tokenize everything alike."""


def comparison_dots(comparison: TokenizerComparison) -> Any:
    """Tokens per word: a line for each text, a dot for each model. Texts without spaces between words have none."""
    shown = [row for row in comparison.samples if row.words]
    names = names_of_equals(shown)
    rows = pd.DataFrame(
        [(names[row.model], _(row.sample), row.tokens_per_word, row.tokens, row.unknown) for row in shown],
        columns=["model", "sample", "average", "tokens", "unknown"],
    ).drop_duplicates()
    return with_rows(drawn_dots(), rows)


def names_of_equals(samples: Sequence[TokenizedSample]) -> dict[str, str]:
    """The title of each model; of those that tokenize everything alike, whose dots would hide each other, all titles: "BERT = BiLSTM"."""
    counts: dict[str, list[tuple[str, int, int]]] = {}
    for row in samples:
        counts.setdefault(row.model, []).append((row.sample, row.tokens, row.unknown))
    titles = {row.model: str(localized(row.model_title)) for row in samples}
    return {model: EQUAL.join(titles[other] for other in counts if counts[other] == counts[model]) for model in counts}


@cached_by_language
def drawn_dots() -> Any:
    dots = alt.Chart(ROWS).mark_circle(size=130, opacity=0.9)
    below_each_other = f"width < 420 ? split(datum.label, '{EQUAL}') : datum.label"
    legend = legend_above("long", columns=1, labelLimit=alt.ExprRef("width - 30"), labelExpr=below_each_other)
    return dots.encode(
        x=alt.X("average:Q", title=_("tokens per word"), scale=alt.Scale(zero=False, domainMin=1, padding=12)),
        y=alt.Y("sample:N", title=None, sort=None, axis=alt.Axis(grid=True, labelLimit=150)),
        color=alt.Color("model:N", title=None, legend=legend),
        tooltip=[
            alt.Tooltip("model:N", title=_("model")),
            alt.Tooltip("sample:N", title=_("text")),
            alt.Tooltip("average:Q", format=".2f", title=_("tokens per word")),
            alt.Tooltip("tokens:Q", title=_("tokens")),
            alt.Tooltip("unknown:Q", title=pgettext("tokens", "unknown")),
        ],
    ).properties(height=alt.Step(30), description=_("Tokens per word for each text and each model, as dots."))


def growth_lines(trainings: tuple[TrainedVocabulary, ...], size: int) -> Any:
    """Mean tokens per word against vocabulary size: a line per rule, and a mark at the chosen size."""
    rows = pd.DataFrame(
        [(_(trained.rule), tokens, average, size) for trained in trainings for tokens, average in trained.growth],
        columns=["rule", "tokens", "average", "size"],
    )
    return with_rows(drawn_growth(), rows.assign(ink="ink"))


@cached_by_language
def drawn_growth() -> Any:
    base = alt.Chart(ROWS)
    lines = base.mark_line(point=True, strokeWidth=2.5).encode(
        x=alt.X("tokens:Q", title=_("tokens in the vocabulary"), scale=alt.Scale(zero=False, nice=False)),
        y=alt.Y("average:Q", title=_("tokens per word"), scale=alt.Scale(zero=False)),
        color=alt.Color("rule:N", title=None, legend=alt.Legend(orient="top")),
        tooltip=[
            alt.Tooltip("rule:N", title=_("rule")),
            alt.Tooltip("tokens:Q", title=_("tokens"), format=","),
            alt.Tooltip("average:Q", format=".2f", title=_("tokens per word")),
        ],
    )
    here = base.mark_rule(strokeDash=[4, 4], opacity=0.6).encode(x="mean(size):Q", color=ink())
    layers = alt.layer(here, lines).resolve_scale(color="independent")
    return layers.properties(height=260, description=_("Tokens per word by the size of the vocabulary, a line for each rule of merging."))
