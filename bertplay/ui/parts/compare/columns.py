"""Models side by side: each is loaded, asked, and shown over what its answer cost."""

from collections.abc import Callable

import streamlit as st

from bertplay.errors import MissingAbility
from bertplay.models.catalog import find_model
from bertplay.results.compare import Answer, Column, Comparison, Cost, Measured
from bertplay.ui.feedback import plain
from bertplay.ui.parts.compare.asked import Asked
from bertplay.ui.runtime import get_backend, model_at_hand
from bertplay.wording import as_told, english, t

IN_A_ROW = 2


def compare(asked: Asked, task: Callable[..., Measured], /, *arguments: object, **named: object) -> Comparison:
    """Ask every model in turn. One that cannot answer has a column with the reason."""
    columns = []
    for id_ in asked.models:
        title = find_model(id_).title
        try:
            with model_at_hand(id_):
                columns.append(Column(id_, title, get_backend().call(id_, task, *arguments, **named)))
        except MissingAbility as error:
            columns.append(Column(id_, title, None, error.problem))
    return Comparison(asked.part, tuple(columns))


def show_columns(found: Comparison, show: Callable[[Column, Answer], None]) -> None:
    """Two columns in a row, each with its title, its answer, its cost."""
    for start in range(0, len(found.columns), IN_A_ROW):
        for place, column in zip(st.columns(IN_A_ROW, gap="medium"), found.columns[start : start + IN_A_ROW], strict=False):
            with place, st.container(border=True):
                st.text(plain(as_told(column.title)))
                if column.measured is None:
                    st.caption(t("No answer"))
                    st.text(plain(t(column.reason)))
                else:
                    show(column, column.measured.answer)
                    show_cost(column.measured.cost)


def show_cost(cost: Cost) -> None:
    """What the answer cost, in two lines."""
    size = t(
        "{millions:.1f} million parameters with heads, {size:.1f} MB in {precision}",
        millions=cost.parameters / 1e6,
        size=cost.bytes / 1e6,
        precision=cost.precision,
    )
    runs = t("median of {runs} runs", runs=cost.runs) if cost.runs > 1 else t("one run")
    time = t("{milliseconds:,.1f} ms ({runs}), {pieces} pieces", milliseconds=cost.milliseconds, runs=runs, pieces=cost.pieces)
    st.caption(f"{size}  \n{time}")


def cost_cells(column: Column) -> tuple[object, ...]:
    """The cost as cells of a table; empty ones for a model without an answer."""
    if column.measured is None:
        return ("",) * 6
    cost = column.measured.cost
    return cost.parameters, cost.bytes, cost.precision, cost.milliseconds, cost.runs, cost.pieces


COST_NAMES = ("parameters", "bytes", "precision", english("milliseconds (median)"), "runs", "pieces")
