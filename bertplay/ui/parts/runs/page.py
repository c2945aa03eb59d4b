"""The page of all runs: filter, open, compare, name, annotate, stop, resume, delete, export."""

from collections.abc import Sequence

import streamlit as st

from bertplay.runs.exports import evaluations_csv, events_jsonl, runs_csv
from bertplay.runs.state import RunState
from bertplay.runs.tables import NAME_CHARACTERS, NOTE_CHARACTERS
from bertplay.runs.views import RunView
from bertplay.text import without_surrogates
from bertplay.training.config import Task
from bertplay.training.events import Wish
from bertplay.ui import state
from bertplay.ui.browser import browser_id
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import explain_errors
from bertplay.ui.live import live
from bertplay.ui.parts.fine_tuning import PAGES, STATES
from bertplay.ui.parts.fine_tuning.keep import offer
from bertplay.ui.parts.fine_tuning.watch import told
from bertplay.ui.parts.runs.compare import compare
from bertplay.ui.parts.runs.table import EACH_A_ROW, shown_runs
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import draw_table
from bertplay.wording import as_told, mark, t

HOW_TO_CHOOSE = mark(
    "Choose one run by its box on the left, or by Shift and space in its row, to open, name or delete it, several to compare them."
)


def show_runs() -> None:
    """The list, drawn anew while a run moves."""
    live(show_list, lambda: any(run.is_moving for run in get_desk().runs()), every=2.0)


def show_list() -> None:
    """Filters, the table, and what can be done with the rows that are chosen."""
    with explain_errors():
        runs = get_desk().runs()
        if not runs:
            st.info(t("There is no run yet. Start one on the page Fine-tuning."), icon=":material/model_training:")
            return
        shown = filtered(runs)
        rows = draw_table(shown_runs(shown), alt=t(EACH_A_ROW), key=state.RUNS_TABLE, on_select="rerun", selection_mode="multi-row")
        chosen = [shown[i] for i in rows["selection"]["rows"] if i < len(shown)] or from_link(shown)
        state.publish(state.RUNS_CHOSEN, ".".join(run.id for run in chosen), "")
        if not chosen:
            st.caption(t(HOW_TO_CHOOSE))
        elif len(chosen) == 1:
            show_one(chosen[0])
        else:
            compare(chosen)
        show_exports(chosen or shown)


def from_link(shown: Sequence[RunView]) -> list[RunView]:
    """The runs that a link names."""
    named = st.query_params.get(state.RUNS_CHOSEN, "").split(".")
    return [run for run in shown if run.id in named]


def filtered(runs: Sequence[RunView]) -> list[RunView]:
    """By state and by words in the name, the note or the settings."""
    if state.RUNS_STATES not in st.session_state:
        link = st.query_params.get(state.RUNS_STATES, "").split(".")
        st.session_state[state.RUNS_STATES] = [one for one in RunState if one.value in link]
    wanted = st.pills(t("State"), list(STATES), selection_mode="multi", key=state.RUNS_STATES, format_func=lambda one: t(STATES[one][0]))
    state.publish(state.RUNS_STATES, ".".join(wanted), "")
    words = st.text_input(
        t("Find"), key=state.RUNS_FIND, max_chars=100, bind="query-params", live="300ms", placeholder=t("name, note, method, data")
    )
    return [run for run in runs if (not wanted or run.state in wanted) and holds(run, without_surrogates(words or "").casefold().split())]


def holds(run: RunView, words: Sequence[str]) -> bool:
    """Whether every word stands somewhere in what is said of a run."""
    config = run.config
    said = " ".join([run.id, as_told(run.name), run.note, config.method, config.task, config.model, config.data.train]).casefold()
    return all(word in said for word in words)


def show_one(run: RunView) -> None:
    """Open it, change its name and note, stop, resume, delete it."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to(run)
            if run.is_moving:
                st.button(t("Stop it"), on_click=ask_stop, args=(run.id,), icon=":material/stop:")
            if run.can_resume:
                st.button(t("Resume"), on_click=resume, args=(run.id,), icon=":material/replay:")
            with st.popover(t("Delete"), icon=":material/delete:", disabled=run.is_moving):
                st.caption(t("The run, its curves and its model are gone then."))
                st.button(t("Delete it now"), on_click=delete, args=(run.id,), type=main_look())
        with st.form(f"about_{run.id}", border=False):
            shown = as_told(run.name)
            name = st.text_input(t("Name"), shown, max_chars=NAME_CHARACTERS, key=f"{state.RUN_NAME}_{run.id}")
            note = st.text_area(t("Note"), run.note, max_chars=NOTE_CHARACTERS, key=f"{state.RUN_NOTE}_{run.id}", height=80)
            if st.form_submit_button(t("Keep name and note")):
                if name != shown:
                    get_desk().rename(run.id, without_surrogates(name))
                get_desk().annotate(run.id, without_surrogates(note))
                st.rerun()


def link_to(run: RunView) -> None:
    """The page on which this run is looked at."""
    page, key, part = PAGES.get(run.config.task, ("pages/fine_tuning.py", "", ""))
    named = {state.EXPERIMENT: run.experiment} if run.config.task is Task.FIRST_WORD and run.experiment else {state.RUN: run.id}
    st.page_link(page, label=t("Open it"), icon=":material/open_in_new:", query_params=named | ({key: part} if key else {}))


def ask_stop(run_id: str) -> None:
    with told():
        get_desk().ask(run_id, Wish.STOP)


def resume(run_id: str) -> None:
    with told():
        get_desk().resume(run_id, browser=browser_id())


def delete(run_id: str) -> None:
    with told():
        get_desk().delete(run_id)


def show_exports(runs: Sequence[RunView]) -> None:
    """Of the chosen runs, or of all that are shown."""
    ids = [run.id for run in runs]
    with st.container(horizontal=True):
        offer(mark("Runs as CSV"), lambda: runs_csv(runs), "bertplay-runs.csv")
        offer(mark("Their curves as CSV"), lambda: evaluations_csv(get_desk(), ids), "bertplay-curves.csv")
        offer(mark("Their events as JSONL"), lambda: events_jsonl(get_desk(), ids), "bertplay-events.jsonl")
