"""Several runs over each other."""

from collections.abc import Sequence

import streamlit as st

from bertplay.charts.training_compare import MEASURES, compared_lines
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.ui import state
from bertplay.ui.figure import draw
from bertplay.ui.parts.fine_tuning.wording import titled
from bertplay.ui.runtime import get_desk
from bertplay.wording import t

MOST = 24


def compare(runs: Sequence[RunView]) -> None:
    """One figure, by the measure that the reader chooses; seeds as a band when asked for."""
    curves = [titled(curves_of(run, get_desk().events(run.id, ["started", "evaluated"]))) for run in runs[:MOST]]
    told = [one for one in curves if one.evaluations]
    if not told:
        st.caption(t("These runs have not been evaluated yet."))
        return
    possible = [name for name in MEASURES if any(getattr(point, name) is not None for one in told for point in one.evaluations)]
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    measure = left.segmented_control(
        t("Measure"), possible, default=possible[0], key=state.RUNS_MEASURE, format_func=lambda name: t(MEASURES[name])
    )
    band = t("Runs of the same method and as many examples become one line: their mean, in a band.")
    by_group = right.toggle(t("Seeds as a band"), help=band)
    draw(compared_lines(told, measure or possible[0], by_group), key="runs_compared")
    st.caption(t("The axis is the share of each training, so that runs of different lengths begin and end together."))
    if len(runs) > MOST:
        st.caption(t("Only the first {most} are drawn.", most=MOST))
