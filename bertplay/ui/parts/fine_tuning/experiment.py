"""Several runs that were started together: how far each is, their curves over each other, accuracy over the examples."""

from collections.abc import Sequence

import streamlit as st

from bertplay.charts.training_compare import compared_lines, efficiency_lines
from bertplay.runs.curves import curves_of
from bertplay.runs.exports import runs_csv
from bertplay.runs.few_examples import few_examples_of
from bertplay.runs.names import METHODS
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.config import Task
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors
from bertplay.ui.figure import draw
from bertplay.ui.live import live
from bertplay.ui.parts.fine_tuning.watch import go_to_run, leave, told
from bertplay.ui.parts.fine_tuning.wording import duration, joined, titled
from bertplay.ui.parts.runs.table import EACH_A_ROW, shown_runs
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import draw_table
from bertplay.wording import mark, t

MOST_WAYS = 6
BAND = mark("Each line is the mean of the seeds, in a band from the worst to the best.")


def members(experiment: str) -> list[RunView]:
    """The runs of an experiment, in the order in which they were queued."""
    return get_desk().members(experiment)


def watch_experiment(experiment: str) -> None:
    """Drawn anew every two seconds while one of its runs moves."""
    if not members(experiment):
        st.info(t("The experiment of this link was deleted, or is on another machine."), icon=":material/link_off:")
        st.button(t("Start another one"), on_click=leave, icon=":material/add:")
        return
    live(lambda: show_experiment(experiment), lambda: any(run.is_moving for run in members(experiment)), every=2.0)


def show_experiment(experiment: str) -> None:
    """Progress, buttons, the figure, the table."""
    with explain_errors():
        runs = members(experiment)
        over = [run for run in runs if run.state is RunState.FINISHED]
        moving = [run for run in runs if run.is_moving]
        finished = t("{n} of {all} runs are finished.", n=len(over), all=len(runs))
        st.progress(sum(run.share for run in runs) / len(runs), text=joined(finished, about_rest(moving)))
        show_buttons(experiment, runs)
        show_figure(runs)
        draw_table(shown_runs(runs), alt=t(EACH_A_ROW))
        show_ways(runs)
        st.download_button(
            t("Table as CSV"),
            lambda: runs_csv(members(experiment)),
            file_name=f"bertplay-{experiment}.csv",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            key="experiment_csv",
        )


def about_rest(moving: Sequence[RunView]) -> str:
    """About 3 min 10 s to go."""
    seconds = [run.seconds_left if run.seconds_left is not None else run.estimate_seconds for run in moving]
    known = [second for second in seconds if second is not None]
    return t("About {duration} to go.", duration=duration(sum(known))) if moving and len(known) == len(seconds) else ""


def show_buttons(experiment: str, runs: Sequence[RunView]) -> None:
    """Stop all of it, or take up again what was not finished."""
    with st.container(horizontal=True):
        if any(run.is_moving for run in runs):
            st.button(t("Stop the experiment"), on_click=ask, args=(experiment, False), icon=":material/stop:")
        if any(run.can_resume for run in runs):
            st.button(t("Resume what is not finished"), on_click=ask, args=(experiment, True), icon=":material/replay:", type=main_look())
        if not any(run.is_moving for run in runs):
            st.button(t("Start another one"), on_click=leave, icon=":material/add:")


def ask(experiment: str, resume: bool) -> None:
    with told():
        get_desk().ask_experiment(experiment, resume=resume)


def show_ways(runs: Sequence[RunView]) -> None:
    """One click to each run, where its mistakes, its layers and the reader's own sentences are; of many runs, to the page that has all."""
    if len(runs) > MOST_WAYS:
        st.page_link("pages/runs.py", label=t("Open one of them on the page of runs"), icon=":material/list_alt:", query_params={})
        return
    with st.container(horizontal=True):
        for run in runs:
            st.button(
                way_to(run, runs),
                on_click=go_to_run,
                args=(run.id,),
                icon=":material/open_in_new:",
                type="tertiary",
                disabled=bool(run.place),
                key=f"open_{run.id}",
            )


def way_to(run: RunView, runs: Sequence[RunView]) -> str:
    """What a run is called among its companions; never what somebody typed, for a label reads markdown."""
    method = t(METHODS[run.config.method])
    if len({other.config.seed for other in runs}) > 1:
        return t("Open “{method}”, seed {seed}", method=method, seed=run.config.seed)
    return t("Open “{method}”", method=method)


def show_figure(runs: Sequence[RunView]) -> None:
    """What was reached over the examples when sizes differ, else over the training."""
    band = t(BAND) if len({run.config.seed for run in runs}) > 1 else ""
    if len({run.config.train_examples for run in runs}) > 1:
        few = few_examples_of(runs)  # of finished runs alone: a half-trained one would look like a bad one
        if few.runs:
            draw(efficiency_lines(few, {method.value: t(name) for method, name in METHODS.items()}), key="experiment_sizes")
            st.caption(joined(t("How good each method is with so many examples; one step to the right doubles them."), band))
        return
    curves = [titled(curves_of(run, get_desk().events(run.id, ["started", "evaluated"]))) for run in runs]
    if drawn := [one for one in curves if one.evaluations]:
        measure = "f1" if runs[0].config.task is Task.ENTITIES else "accuracy"
        draw(compared_lines(drawn, measure, by_group=True), key="experiment_lines")
        st.caption(joined(t("All methods learn from the same examples and are judged by the same ones."), band))
