"""A run that trains or is over: its state, its buttons, and what there is to look at. All of it is read from the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from bertplay.errors import BertplayError, UnknownRun
from bertplay.runs.views import RunView
from bertplay.training.events import Wish
from bertplay.ui import state
from bertplay.ui.browser import browser_id
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.live import live
from bertplay.ui.parts.fine_tuning import PAGES, STATES
from bertplay.ui.parts.fine_tuning.wording import about_state, told_problem
from bertplay.ui.runtime import get_desk
from bertplay.wording import as_told, t, t_n


def watch_run(run_id: str, draw: Callable[[str], None] | None = None) -> None:
    """The run of the link, drawn every second while it moves; by `show_run`, unless another page draws it its own way."""
    show = draw or show_run
    try:
        get_desk().run(run_id)
    except UnknownRun:
        st.info(t("The run of this link was deleted, or is on another machine."), icon=":material/link_off:")
        st.button(t("Start another one"), on_click=leave, icon=":material/add:")
        return
    live(lambda: show(run_id), lambda: is_moving(run_id))


def is_moving(run_id: str) -> bool:
    """Whether the next look may find something new."""
    try:
        return get_desk().run(run_id).is_moving
    except UnknownRun:
        return False


def show_run(run_id: str) -> None:
    """State, buttons, curves."""
    with explain_errors():
        run = get_desk().run(run_id)
        show_state(run)
        show_buttons(run)
        if run.config.task in PAGES:
            page, key, part = PAGES[run.config.task]
            st.page_link(page, label=t("Look at it on its own page"), query_params={key: part, state.RUN: run.id})
            return
        from bertplay.ui.parts.fine_tuning.look import look_at

        look_at(run)


def show_state(run: RunView) -> None:
    """Name, state, how far it is, and what to do when something went wrong."""
    word, color, icon = STATES[run.state]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(t(word), color=color, icon=icon)
        st.text(plain(as_told(run.name)), width="content")
    st.progress(run.share, text=about_state(run))
    if run.problem:
        with st.container(border=True, gap="xsmall"):
            st.text(plain(told_problem(run.problem)))
            st.text(plain(told_problem(run.remedy)))


def show_buttons(run: RunView) -> None:
    """Only what can be done now. Each is a wish in the store; the state above changes when the worker has followed."""
    with st.container(horizontal=True):
        if run.is_living and run.wish is not Wish.STOP:
            if run.wish is Wish.PAUSE:
                st.button(t("Go on"), on_click=ask, args=(run.id, Wish.GO), icon=":material/play_arrow:", type=main_look())
            else:
                st.button(t("Pause"), on_click=ask, args=(run.id, Wish.PAUSE), icon=":material/pause:")
            st.button(t_n("{n} step", "{n} steps", 1), on_click=step, args=(run.id, 1), icon=":material/skip_next:")
            st.button(t_n("{n} step", "{n} steps", 10), on_click=step, args=(run.id, 10), icon=":material/fast_forward:")
            st.button(t("Stop, keep the best"), on_click=ask, args=(run.id, Wish.STOP), icon=":material/stop:")
        elif run.is_moving and not run.is_living:
            st.button(t("Take it out of the queue"), on_click=ask, args=(run.id, Wish.STOP), icon=":material/stop:")
        if run.can_resume:
            get_desk().keeper.ready.warm()
            st.button(t("Resume"), on_click=resume, args=(run.id,), icon=":material/replay:", type=main_look())
        if not run.is_moving:
            st.button(t("Start another one"), on_click=leave, icon=":material/add:")
            if run.experiment:
                st.button(
                    t("The whole experiment"), on_click=go_to_experiment, args=(run.experiment,), icon=":material/stacked_line_chart:"
                )


def ask(run_id: str, wish: Wish) -> None:
    with told():
        get_desk().ask(run_id, wish)


def step(run_id: str, steps: int) -> None:
    with told():
        get_desk().step(run_id, steps)


def resume(run_id: str) -> None:
    with told():
        get_desk().resume(run_id, browser=browser_id())


def leave() -> None:
    """Back to the form; the run goes on without anybody looking."""
    open_view({})


def go_to_run(run_id: str) -> None:
    open_view({state.RUN: run_id})


def go_to_experiment(experiment: str) -> None:
    open_view({state.EXPERIMENT: experiment})


def open_view(link: dict[str, str]) -> None:
    """Another view of this page. All of it runs: the button stands in a part that otherwise runs alone."""
    for name in (state.RUN, state.EXPERIMENT):
        st.query_params.pop(name, None)
    st.query_params.update(link)
    st.rerun()


@contextmanager
def told() -> Iterator[None]:
    """A refusal of a button is said in passing: the page below shows the state as it is. Its words are ours, never a person's."""
    try:
        yield
    except BertplayError as error:
        st.toast(f"{t(error.problem)} {t(error.remedy)}")
