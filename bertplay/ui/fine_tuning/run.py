"""What the tabs of one run share: which run it is, its state and buttons above, its downloads below."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from bertplay.calls.fine_tuning import TRAIN_ONE
from bertplay.i18n import _
from bertplay.models.catalog import RUN_PREFIX
from bertplay.results.training_curves import RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.summaries import Summary
from bertplay.training.jobs import TRANSFORMERS, FineTune
from bertplay.ui.kit.tab import Tab, View, Watched, explain, finish, link
from bertplay.ui.runs.access import find_run
from bertplay.ui.runs.pages import link_to
from bertplay.ui.runs.watching import watch_run
from bertplay.ui.runtime import get_run_service

RUN, EXPERIMENT = Watched(link.RUN), Watched(link.EXPERIMENT)

Show = Callable[[View, RunView, RunCurves], None]


def run_tab(name: str, title: str, show: Show, fits: Callable[[RunView], bool] | None = None) -> Tab[str]:
    """A tab about the run of the link.

    show   draws it, as soon as the run has been evaluated once
    fits   whether the run has what the tab is about; None: every run has
    """

    def is_offered(view: View) -> bool:
        run_id = RUN.draw(view)
        if fits is None or not run_id:
            return bool(run_id)
        run = find_run(run_id)
        return run is not None and isinstance(run.job, FineTune) and fits(run)

    def watch(view: View, run_id: str) -> None:
        watch_run(view, run_id, lambda run: show_run(view, run, show))

    return Tab(name, title, RUN.draw, watch, offered=is_offered)


def show_run(view: View, run: RunView, show: Show) -> None:
    """What a tab has to say of a run; of another kind of training only where it is shown."""
    if not isinstance(run.job, FineTune):
        link_to(run)
        return
    curves = curves_of(run, get_run_service().events(run.id))
    if curves.evaluations:
        show(view, run, curves)


def is_over(run: RunView) -> bool:
    """Whether its model is there to be asked."""
    return run.has_model and not run.is_moving


def is_transformer(run: RunView) -> bool:
    """Whether it has layers and a [CLS] vector."""
    return run.job.method in TRANSFORMERS


def model_of(run: RunView) -> str:
    """The id of its model."""
    return f"{RUN_PREFIX}{run.id}"


def shown_job(job: FineTune) -> FineTune:
    """The job as its code shows it: of a file of the reader's own only its name."""
    if job.data.sample:
        return job
    return replace(job, data=replace(job.data, train=Path(job.data.train).name, eval=Path(job.data.eval).name))


def end(view: View, run: RunView, curves: RunCurves, summary: Summary, how: str) -> None:
    """Below the figures of a training: how to read them; when it is over, what can be taken along."""
    explain(summary, how)
    if run.is_moving:
        st.caption(_("The training continues when you close the page; its address brings you back to it."))
    else:
        finish(view, TRAIN_ONE(run.fine_tune.model, job=shown_job(run.fine_tune)), curves, summary=summary)
