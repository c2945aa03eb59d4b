"""[CLS] vectors: the held-out sentences as points, which training moves apart by label."""

import streamlit as st

from bertplay.i18n import N_, _
from bertplay.results.training_curves import RunCurves
from bertplay.runs.views import RunView
from bertplay.summaries.fine_tuning import summarize_vectors
from bertplay.training.jobs import Task
from bertplay.ui.fine_tuning.run import end, is_transformer, run_tab
from bertplay.ui.kit.tab import View, draw, say

HOW = N_(
    "Each point is a held-out sentence, coloured by its true label; its position is its [CLS] vector after the last layer, projected "
    "onto a plane that is the same at every step. The classifier draws straight lines between the labels: it works only as well as "
    "training has separated them."
)


def show(view: View, run: RunView, curves: RunCurves) -> None:
    """The map at a step that a slider chooses; the newest while it trains."""
    from bertplay.charts.training_projection import projection_points

    steps = [point.step for point in curves.evaluations if point.projection]
    if not steps:
        st.info(_("Not available for this task."), icon=":material/block:")
        return
    place = st.empty()
    step = steps[-1]
    if len(steps) > 1:
        step = st.select_slider(_("Step"), steps, value=steps[-1], key=view.key(f"step_{run.id}_{steps[-1] if run.is_moving else ''}"))
    index = next(i for i, point in enumerate(curves.evaluations) if point.step == step)
    summary = summarize_vectors(curves, index)
    with place:
        say(view, summary)
    draw(projection_points(curves, index), view.key("map"))
    end(view, run, curves, summary, HOW)


def fits(run: RunView) -> bool:
    """Whether there is a [CLS] vector that is classified."""
    return is_transformer(run) and run.fine_tune.task in (Task.CLASSIFICATION, Task.PAIRS)


VECTORS = run_tab("vectors", N_("[CLS] vectors"), show, fits)
