"""The buttons of a run: only what is possible now. Each writes a command into the store; the worker changes the state."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.i18n import N_, _, ngettext
from bertplay.runs.state import RunState
from bertplay.runs.views import RunView
from bertplay.training.events import Command
from bertplay.ui.browser import may_change
from bertplay.ui.kit.tab import View, link, primary_button_type, watch_instead
from bertplay.ui.runs.start import resume_run
from bertplay.ui.runtime import get_run_service


def show_run_buttons(view: View, run: RunView) -> None:
    """Of one run."""
    service = get_run_service()
    if not may_change(run.owner):
        st.caption(_("Someone else's run, shared with everyone: only its owner can change it."))
        return
    with st.container(horizontal=True):
        if run.can_resume:
            service.scheduler.launcher.warm_worker.warm()
            offer_resume(view, run)
        if run.is_active and run.command is not Command.STOP:
            if run.command is Command.CONTINUE:
                command(view, "pause", _("Pause"), "pause", lambda: service.send(run.id, Command.PAUSE))
            if run.job.seconds is None:
                command(view, "step", ngettext("{n} step", "{n} steps", 1), "skip_next", lambda: service.step(run.id, 1))
                command(view, "steps", ngettext("{n} step", "{n} steps", 10), "fast_forward", lambda: service.step(run.id, 10))
            offer_stop(view, run, _("Stop, keep the best"))
        elif run.state is RunState.QUEUED:
            offer_stop(view, run, _("Remove from the queue"))
        if not run.is_moving:
            offer_another(view)
            if run.experiment and st.button(_("The whole experiment"), key=view.key("experiment"), icon=":material/stacked_line_chart:"):
                watch_instead(link.EXPERIMENT, run.experiment)


def show_experiment_buttons(view: View, runs: Sequence[RunView], back: str = "") -> None:
    """Of several that were started together: stop all of them, or resume what is not finished."""
    service, experiment, is_moving = get_run_service(), runs[0].experiment, any(run.is_moving for run in runs)
    is_mine = may_change(runs[0].owner)
    with st.container(horizontal=True):
        if is_mine and is_moving:
            command(view, "stop", _("Stop the experiment"), "stop", lambda: service.stop_experiment(experiment))
        if is_mine and any(run.can_resume for run in runs):
            resume = lambda: service.resume_experiment(experiment)  # noqa: E731
            command(view, "resume", _("Resume unfinished runs"), "replay", resume, type=primary_button_type())
        if not is_moving:
            offer_another(view, back)


def offer_resume(view: View, run: RunView) -> None:
    """Go on from the last checkpoint."""
    command(view, "resume", _("Resume"), "resume", lambda: resume_run(run.id), type=primary_button_type())


def offer_stop(view: View, run: RunView, label: str) -> None:
    """Stop it; what is queued is taken out of the queue."""
    command(view, "stop", label, "stop", lambda: get_run_service().send(run.id, Command.STOP))


def offer_another(view: View, label: str = "") -> None:
    """Back to where trainings are started; this one continues in the background."""
    if st.button(_(label or N_("Start another one")), key=view.key("another"), icon=":material/add:"):
        watch_instead()


def command(view: View, name: str, label: str, icon: str, act: Callable[[], Any], **options: Any) -> None:
    """A button that tells the store something. A refusal is a toast: below it the state is shown as it is. Its words are ours."""

    def try_it() -> None:
        try:
            act()
        except BertplayError as error:
            st.toast(f"{_(error.problem)} {_(error.remedy)}")

    st.button(label, key=view.key(f"command_{name}"), on_click=try_it, icon=f":material/{icon}:", **options)
