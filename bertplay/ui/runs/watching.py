"""The live view of a run, and of several that were started together. All of it is read from the store: the run does not need the page."""

from collections.abc import Callable, Sequence

import streamlit as st

from bertplay.i18n import N_, _, localized
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import View, live
from bertplay.ui.runs.access import find_run, visible_members
from bertplay.ui.runs.buttons import offer_another, show_experiment_buttons, show_run_buttons
from bertplay.ui.runs.wording import STATES, about_rest, about_state, localized_problem, sentences

SECONDS_FOR_SEVERAL = 2.0
NO_RUN = N_("The run of this link was deleted, is on another machine, or belongs to somebody who does not share it.")
NO_EXPERIMENT = N_("The experiment of this link was deleted, is on another machine, or belongs to somebody who does not share it.")


def watch_run(view: View, run_id: str, show: Callable[[RunView], None]) -> None:
    """Its state, its buttons, and what `show` has to say, every second while it moves."""

    def read() -> Sequence[RunView]:
        run = find_run(run_id)
        return [run] if run else []

    def draw(runs: Sequence[RunView]) -> None:
        (run,) = runs
        show_state(run)
        show_run_buttons(view, run)
        show(run)

    if not watch(read, draw):
        st.info(
            _(NO_RUN),
            icon=":material/link_off:",
        )
        offer_another(view)


def watch_experiment(view: View, experiment: str, show: Callable[[Sequence[RunView]], None], back: str = "") -> None:
    """How far its runs are, its buttons, and what `show` has to say, every two seconds while one of them moves.

    back   the label of the button that leads to where it was started, a text of the catalogue
    """

    def draw(runs: Sequence[RunView]) -> None:
        show_progress(runs)
        show_experiment_buttons(view, runs, back)
        show(runs)

    if not watch(lambda: visible_members(experiment), draw, every=SECONDS_FOR_SEVERAL):
        st.info(
            _(NO_EXPERIMENT),
            icon=":material/link_off:",
        )
        offer_another(view, back)


def watch(read: Callable[[], Sequence[RunView]], draw: Callable[[Sequence[RunView]], None], every: float = 1.0) -> bool:
    """Draw runs, and again while one of them moves; whether there are any."""
    newest = read()

    def draw_newest() -> None:
        nonlocal newest
        if newest := read():
            draw(newest)

    if newest:
        live(draw_newest, lambda: any(run.is_moving for run in newest), every)
    return bool(newest)


def show_state(run: RunView) -> None:
    """Name, state, progress, and what to do when something went wrong."""
    word, color, icon = STATES[run.state]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(_(word), color=color, icon=icon)
        st.text(plain(localized(run.name)), width="content")
    st.progress(run.share, text=about_state(run))
    if run.problem:
        with st.container(border=True, gap="xsmall"):
            st.text(plain(localized_problem(run.problem)))
            st.text(plain(localized_problem(run.remedy)))


def show_progress(runs: Sequence[RunView]) -> None:
    """How many of several are finished, how long the others take, and what went wrong."""
    finished = sum(run.state is RunState.FINISHED for run in runs)
    said = sentences(_("{n} of {all} runs finished.", n=finished, all=len(runs)), about_rest(runs))
    st.progress(sum(run.share for run in runs) / len(runs), text=said)
    for problem in dict.fromkeys(localized_problem(run.problem) for run in runs if run.problem):
        st.text(plain(problem))
