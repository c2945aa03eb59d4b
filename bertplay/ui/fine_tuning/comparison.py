"""Comparison: several runs that were started together, their curves over each other, or accuracy over the number of examples."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from bertplay.calls.fine_tuning import TRAIN_ALL
from bertplay.i18n import N_, _
from bertplay.i18n.methods import METHOD_NAMES
from bertplay.results.training_curves import ComparedRuns
from bertplay.runs.curves import curves_of
from bertplay.runs.experiments.few_examples import few_examples_of
from bertplay.runs.views import RunView
from bertplay.summaries import Summary
from bertplay.summaries.compared_runs import summarize_comparison, summarize_few_examples
from bertplay.training.jobs import FineTune
from bertplay.ui.fine_tuning.run import EXPERIMENT, RUN, shown_job
from bertplay.ui.kit.tab import Tab, View, draw, explain, finish, link, say, watch_instead
from bertplay.ui.runs.table import draw_runs
from bertplay.ui.runs.watching import watch_experiment
from bertplay.ui.runs.wording import with_titles
from bertplay.ui.runtime import get_run_service

MAX_BUTTONS = 6
HOW = N_("All methods are trained on the same examples and evaluated on the same held-out set.")
BAND = N_("Each line is the mean over the seeds; the band spans the worst to the best.")
HOW_FEW = N_("The score of each method by number of training examples, on a logarithmic scale.")


def show(view: View, experiment: str) -> None:
    """The experiment of the link."""
    watch_experiment(view, experiment, lambda runs: show_runs(view, [run for run in runs if isinstance(run.job, FineTune)]))


def show_runs(view: View, runs: Sequence[RunView]) -> None:
    """The figure, the table, a link to each run."""
    if not runs:
        return
    found = ComparedRuns(tuple(curves_of(run, get_run_service().events(run.id, ["started", "evaluated"])) for run in runs))
    summary = draw_figure(view, runs, found)
    draw_runs(runs, view.key("runs"))
    offer_runs(view, runs)
    if summary and not any(run.is_moving for run in runs):
        finish(view, TRAIN_ALL(jobs=[shown_job(run.fine_tune) for run in runs]), found, summary=summary)


def draw_figure(view: View, runs: Sequence[RunView], found: ComparedRuns) -> Summary | None:
    """What was reached by number of examples when sizes differ, else over the training; None before there is anything."""
    from bertplay.charts.training_compare import efficiency_lines

    if len({run.fine_tune.train_examples for run in runs}) > 1:
        few = few_examples_of(runs)  # finished runs only: a half-trained model would look like a bad one
        if not few.runs:
            return None
        summary = summarize_few_examples(few)
        say(view, summary)
        draw(efficiency_lines(few, {str(method): _(name) for method, name in METHOD_NAMES.items()}), view.key("sizes"))
        explain(summary, HOW_FEW, *([BAND] if len({run.job.seed for run in runs}) > 1 else []))
        return summary
    return draw_curves(view, found)


def draw_curves(view: View, found: ComparedRuns) -> Summary | None:
    """The score of each method over the training; None before there is anything."""
    from bertplay.charts.training_compare import compared_lines

    shown = [with_titles(one) for one in found.runs if one.evaluations]
    drawn = [replace(one, group=one.method) for one in shown]  # of one size all of them, which needs no place in the legend
    if not drawn:
        return None
    summary = summarize_comparison(found)
    say(view, summary)
    measure = "accuracy" if drawn[0].evaluations[-1].f1 is None else "f1"
    draw(compared_lines(drawn, measure, by_group=True), view.key("lines"))
    explain(summary, HOW, *([BAND] if len({run.seed for run in drawn}) > 1 else []))
    return summary


def offer_runs(view: View, runs: Sequence[RunView]) -> None:
    """One click to each run, where its mistakes and its layers are; of many runs, to the page that has all."""
    if len(runs) > MAX_BUTTONS:
        st.page_link("pages/runs.py", label=_("Open one on the Runs page"), icon=":material/list_alt:", query_params={})
        return
    with st.container(horizontal=True):
        for run in runs:
            options: dict[str, Any] = {"icon": ":material/open_in_new:", "type": "tertiary", "disabled": bool(run.place)}
            if st.button(title_of(run, runs), key=view.key(f"open_{run.id}"), **options):
                watch_instead(link.RUN, run.id)


def title_of(run: RunView, runs: Sequence[RunView]) -> str:
    """What a run is called among its companions; never typed text, because a label reads markdown."""
    method = _(METHOD_NAMES[run.job.method])
    if len({other.job.seed for other in runs}) > 1:
        return _("Open “{method}”, seed {seed}", method=method, seed=run.job.seed)
    return _("Open “{method}”", method=method)


COMPARISON = Tab(
    "comparison", N_("Comparison"), EXPERIMENT.draw, show, offered=lambda view: bool(EXPERIMENT.draw(view)) and not RUN.draw(view)
)
