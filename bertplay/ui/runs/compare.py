"""Several runs in one figure."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from bertplay.charts.training_compare import MEASURES, compared_lines
from bertplay.i18n import N_, _
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.ui.kit.tab import Choice, Toggle, View, draw
from bertplay.ui.runs.wording import with_titles
from bertplay.ui.runtime import get_run_service

MAX_RUNS = 24
MEASURE = Choice("measure", N_("Measure"), default="accuracy", options=MEASURES)
BAND = Toggle(
    "band",
    N_("Seeds as a band"),
    help=N_("Runs with the same method and number of examples become one line, their mean, with a band."),
)


def compare(view: View, runs: Sequence[RunView]) -> None:
    """One figure, by the measure that the reader chooses; optionally with the seeds as a band."""
    curves = [with_titles(curves_of(run, get_run_service().events(run.id, ["started", "evaluated"]))) for run in runs[:MAX_RUNS]]
    drawn = [one for one in curves if one.evaluations]
    if not drawn:
        st.caption(_("These runs have not been evaluated yet."))
        return
    possible = {
        name: title
        for name, title in MEASURES.items()
        if any(getattr(point, name) is not None for one in drawn for point in one.evaluations)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure, by_group = replace(MEASURE, options=possible).draw(view), BAND.draw(view)
    draw(compared_lines(drawn, measure, by_group), view.key("compared"))
    st.caption(_("The axis is the share of each training completed, so that runs of different lengths start and end together."))
    if len(runs) > MAX_RUNS:
        st.caption(_("Only the first {most} are shown.", most=MAX_RUNS))
