"""All runs: found, opened, compared, named, annotated, stopped, resumed, deleted, exported."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from bertplay.i18n import N_, _, lazy, localized
from bertplay.runs.disk import MB, used_bytes
from bertplay.runs.exports import evaluations_csv, events_jsonl, runs_csv
from bertplay.runs.views import RunView
from bertplay.settings import get_settings
from bertplay.summaries import Summary
from bertplay.training.jobs import job_to_json
from bertplay.ui.browser import browser_id
from bertplay.ui.kit.tab import Choices, Tab, Text, Toggle, View, live, say
from bertplay.ui.runs.access import visible_runs
from bertplay.ui.runs.compare import compare
from bertplay.ui.runs.downloads import offer
from bertplay.ui.runs.one_run import show_one
from bertplay.ui.runs.table import draw_runs
from bertplay.ui.runs.watching import SECONDS_FOR_SEVERAL
from bertplay.ui.runs.wording import STATES
from bertplay.ui.runtime import get_run_service

STATE = Choices("states", N_("State"), options={state: word for state, (word, _color, _icon) in STATES.items()}, may_be_empty=True)
MINE = Toggle("mine", N_("Only mine"), help=N_("Runs that were started from this browser, without those that others share."))
FIND = Text("text", N_("Find"), max_characters=100, help=N_("Words in the name, the note, the method or the data."))
CHOSEN = Choices("runs", "", options={}, may_be_empty=True)
HOW_TO_CHOOSE = N_(
    "Select one run with its checkbox, or with Shift and Space in its row, to open, rename or delete it; select several to compare them."
)


def draw_inputs(view: View) -> View:
    """The inputs are part of the list, which is redrawn while a run is training."""
    return view


def show(view: View, _inputs: View) -> None:
    """The list, redrawn while a run moves, and what all runs of this server take."""
    live(lambda: show_list(view), lambda: any(run.is_moving for run in visible_runs()), every=SECONDS_FOR_SEVERAL)
    settings = get_settings()
    used, most = used_bytes(settings.runs_dir) / MB, settings.runs_mb
    st.caption(
        _(
            "All runs of this server, with their data and models: {used:,.0f} of {most:,} MB; {left:,.0f} MB are left.",
            used=used,
            most=most,
            left=max(most - used, 0),
        )
    )


def show_list(view: View) -> None:
    """Filters, the table, and what can be done with the rows that are selected."""
    runs = visible_runs()
    if not runs:
        st.info(_("There are no runs yet. Start one on the Fine-tuning page."), icon=":material/model_training:")
        return
    say(view, summarize_runs(runs))
    shown = filtered(view, runs)
    chosen = choose_rows(view, shown)
    if not chosen:
        st.caption(_(HOW_TO_CHOOSE))
    elif len(chosen) == 1:
        show_one(view, chosen[0])
    else:
        compare(view, chosen)
    offer_exports(view, chosen or shown)


def summarize_runs(runs: Sequence[RunView]) -> Summary:
    """How many there are, and how many are in each state."""
    counts = Counter(run.state for run in runs)
    said = ", ".join(f"{_(word)}: {counts[state]}" for state, (word, _color, _icon) in STATES.items() if counts[state])
    return Summary(lazy("Runs that you can see: {states}.", states=said))


def filtered(view: View, runs: Sequence[RunView]) -> list[RunView]:
    """By state, by who started them, and by words in the name, the note or the settings."""
    states = STATE.draw(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = FIND.draw(view).casefold().split()
        owner = browser_id() if MINE.draw(view) else ""
    return [run for run in runs if (not states or run.state in states) and (not owner or run.owner == owner) and holds(run, words)]


def holds(run: RunView, words: Sequence[str]) -> bool:
    """Whether every word occurs in the id, the name, the note or the settings of a run."""
    settings = [str(value) for value in job_to_json(run.job).values() if isinstance(value, str)]
    text = " ".join([run.id, localized(run.name), run.note, *settings]).casefold()
    return all(word in text for word in words)


def choose_rows(view: View, shown: Sequence[RunView]) -> list[RunView]:
    """The runs that are selected in the table; rows are known by their runs, because a new run moves all rows down."""
    by_id = {run.id: run for run in shown}
    chosen, key = replace(CHOSEN, options=dict.fromkeys(by_id, "")), view.key(CHOSEN.name)
    chosen.settle(key)
    selected = [row for row, run_id in enumerate(by_id) if run_id in st.session_state[key]]
    table = draw_runs(
        shown,
        view.key(f"table_{hash(tuple(by_id))}"),
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": selected}},
    )
    ids = list(by_id)
    st.session_state[key] = [ids[row] for row in table["selection"]["rows"] if row < len(ids)]
    return [by_id[run_id] for run_id in chosen.current(key)]


def offer_exports(view: View, runs: Sequence[RunView]) -> None:
    """Of the selected runs, or of all that are shown."""
    ids = [run.id for run in runs]
    with st.container(horizontal=True):
        offer(view, _("Table (CSV)"), lambda: runs_csv(runs), "bertplay-runs.csv")
        with st.popover(_("More files"), icon=":material/folder_open:", type="tertiary"):
            offer(view, _("Curves as CSV"), lambda: evaluations_csv(get_run_service(), ids), "bertplay-curves.csv")
            offer(view, _("Training log (JSONL)"), lambda: events_jsonl(get_run_service(), ids), "bertplay-events.jsonl")


ALL_RUNS = Tab("all", N_("All runs"), draw_inputs, show)
