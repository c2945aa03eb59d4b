"""The test: a list of masked sentences with answers, put to every model."""

import pandas as pd
import streamlit as st

from bertplay.charts.compare import QUALITIES, quality_against_cost
from bertplay.errors import MissingAbility
from bertplay.lessons.compare import item_samples
from bertplay.models.catalog import find_model
from bertplay.results.compare import ItemColumn, ItemComparison
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.compare.asked import Asked
from bertplay.ui.runtime import get_backend, model_at_hand
from bertplay.ui.snippet import show_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import as_told, english, mark, number, t, t_n

QUALITY_NAMES = {"accuracy": mark("First guess"), "preferred": mark("Before the other")}
COST_NAMES = {"parameters": mark("Parameters"), "bytes": mark("Memory"), "milliseconds": mark("Time")}
COLUMNS = (
    mark("model"),
    mark("sentence"),
    mark("answer"),
    mark("other word"),
    mark("first guess"),
    mark("rank"),
    mark("bits"),
    mark("bits of the other"),
    mark("prefers the answer"),
)
PROGRAM = english("""\
from bertplay.backends.local import LocalBackend, make_cache
from bertplay.lessons.compare import item_samples
from bertplay.settings import get_settings
from bertplay.tasks.compare_items import score_items

backend = LocalBackend(make_cache(get_settings()))
score = backend.call({model!r}, score_items, item_samples()[{name!r}].items)
print(score.accuracy, score.preferred, score.median_rank, score.cost)
""")


def show_items(asked: Asked) -> None:
    """The scores as a table, quality against cost as a figure, and every sentence below."""
    found = ask_all(asked)
    scored = [column for column in found.columns if column.score is not None]
    for column in found.columns:
        if column.score is None:
            st.text(plain(t("{what}: {said}", what=column.title, said=t(column.reason))))
    if not scored:
        return
    draw_table([row_of(column) for column in scored], alt=t("For each model: how often it is right, and what an answer costs."))
    show_quality(asked, found)
    show_sentences(scored)
    if asked.name in item_samples():
        show_program(PROGRAM.format(model=scored[0].model, name=asked.name))


def ask_all(asked: Asked) -> ItemComparison:
    """Every model on all items."""
    from bertplay.tasks.compare_items import score_items

    columns = []
    for id_ in asked.models:
        title = find_model(id_).title
        try:
            with model_at_hand(id_), st.spinner(t_n("{n} sentence", "{n} sentences", len(asked.items))):
                columns.append(ItemColumn(id_, title, get_backend().call(id_, score_items, asked.items)))
        except MissingAbility as error:
            columns.append(ItemColumn(id_, title, None, error.problem))
    return ItemComparison(len(asked.items), tuple(columns))


def row_of(column: ItemColumn) -> dict[str, object]:
    """One model as a row of the table."""
    score = column.score
    if score is None:
        return {t("model"): as_told(column.title)}
    return {
        t("model"): as_told(column.title),
        t("first guess right"): number(score.accuracy, ".0%"),
        t("before the other word"): "" if score.preferred is None else number(score.preferred, ".0%"),
        t("median rank"): score.median_rank,
        t("answers of several pieces"): score.several,
        t("bits"): None if score.bits is None else round(score.bits, 1),
        t("ms a sentence"): round(score.cost.milliseconds, 1),
        t("of"): score.cost.runs,
        t("MB"): round(score.cost.bytes / 1e6, 1),
        t("parameters"): score.cost.parameters,
    }


def show_quality(asked: Asked, found: ItemComparison) -> None:
    """Two choices, and a point a model."""
    has_other = any(column.score is not None and column.score.preferred is not None for column in found.columns)
    qualities = [quality for quality in QUALITIES if quality == "accuracy" or has_other]
    measures_other = asked.name in item_samples() and item_samples()[asked.name].measure == "other"
    left, right = st.columns(2)
    with left:
        quality = st.segmented_control(
            t("Quality"),
            qualities,
            default="preferred" if measures_other else "accuracy",
            format_func=lambda name: t(QUALITY_NAMES[name]),
            required=True,
        )
    with right:
        cost = st.segmented_control(
            t("Cost"), list(COST_NAMES), default="parameters", format_func=lambda name: t(COST_NAMES[name]), required=True
        )
    draw(quality_against_cost(found, str(quality), str(cost)), key="quality_against_cost")
    st.caption(t("Further up is better, further left is cheaper."))
    if quality == "preferred":
        st.caption(t("The dashed line is what blind choice between the two words gets."))


def show_sentences(scored: list[ItemColumn]) -> None:
    """Every sentence with what each model makes of it, and the table to fetch."""
    rows = [
        (column.title, one.item.text, one.item.answer, one.item.other, one.guess, one.rank, one.bits, one.other_bits, one.prefers)
        for column in scored
        if column.score is not None
        for one in column.score.items
    ]
    with st.expander(t("Every sentence")):
        told = [(as_told(title), *cells) for title, *cells in rows]
        draw_table(pd.DataFrame(told, columns=[t(name) for name in COLUMNS]), alt=t("Every sentence, with what each model makes of it."))
    download_table("compare_items", lambda: as_csv(COLUMNS, rows))
